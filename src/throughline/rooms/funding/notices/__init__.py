"""What each school would receive: told by finance for a scenario before it is a budget, each school its own."""
