"""What each school may plan with, source by source: the adopted budgets as planning takes them over."""
