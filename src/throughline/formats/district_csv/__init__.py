"""The documented CSV files for what a roster does not carry: needs, attendance, marks, money, positions."""
