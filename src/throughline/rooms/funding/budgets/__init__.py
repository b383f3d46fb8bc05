"""Runs and the budgets they give each school."""
