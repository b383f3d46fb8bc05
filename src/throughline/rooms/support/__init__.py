"""Support of each student by the adults around them. Its first slice: notes."""
