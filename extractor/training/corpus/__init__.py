"""A deterministic generator of messy annual reports with exact truth."""
