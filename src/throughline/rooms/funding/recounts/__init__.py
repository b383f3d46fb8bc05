"""Students counted again in the middle of a year: by which rule, and what it changes at every school."""
