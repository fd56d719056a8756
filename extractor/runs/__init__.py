"""Running the extractor over many inputs: what to read, worker processes, run folders."""
