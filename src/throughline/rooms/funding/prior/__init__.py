"""Earlier budgets, school by school, and the minimum to operate: brought in from files, and set beside dollars of now."""
