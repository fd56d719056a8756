"""From clean text (and tables that a file format marks) to cells of the statutory forms."""
