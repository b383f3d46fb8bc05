"""People who sign in, their roles, and the one table that says who may see what."""
