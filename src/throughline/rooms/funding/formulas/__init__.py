"""Funding formulas: documents with versions, taken from the library or written by the district."""
