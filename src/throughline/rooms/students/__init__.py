"""The roster: students, the adults around them, classes, need categories and what is recorded daily."""
