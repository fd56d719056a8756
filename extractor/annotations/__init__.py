"""Annotations as stand-off: what a careful reader said, where, and how we know."""
