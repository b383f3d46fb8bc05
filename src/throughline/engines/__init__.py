"""Pure sums. Engines know no files, no clock, no randomness, and never import each other."""
