"""On which day each need of a fiscal year is counted."""
