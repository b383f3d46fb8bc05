"""A fiscal year's revenues: where the money is from, what binds it, and what the district decides about each source."""
