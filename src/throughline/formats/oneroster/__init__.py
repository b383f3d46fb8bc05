"""OneRoster 1.1 and 1.2 CSV packages: read as streams, checked, and written (1.2)."""
