"""Earlier budgets, school by school, and the minimum to operate: brought in and set beside dollars of now."""
