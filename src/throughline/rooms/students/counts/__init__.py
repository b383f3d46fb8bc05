"""How many students a school has of each need on a day, and who they are."""
