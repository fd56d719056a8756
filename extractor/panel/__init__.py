"""The panel: what the reports of an agency say over the years, and rates over many reports."""
