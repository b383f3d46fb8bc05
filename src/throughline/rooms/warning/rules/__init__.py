"""A district's early-warning rules, in versions."""
