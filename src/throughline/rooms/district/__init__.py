"""Organizations, schools, their levels, and the sessions of a school year."""
