"""Writers of the same report in other formats, each with the habits of its programs."""
