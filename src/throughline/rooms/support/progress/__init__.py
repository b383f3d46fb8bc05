"""How a plan goes: goals and actions marked, the plan reviewed, then carried on or closed."""
