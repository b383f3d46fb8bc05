"""A year's catalog of positions at a price, and what every school is guaranteed as staff: a floor in dollars."""
