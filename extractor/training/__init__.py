"""Training, evaluation and the annotated data behind both; never imported by extraction."""
