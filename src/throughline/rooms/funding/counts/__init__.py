"""Who is in a count and why."""
