"""Partners: the programs that schools and partner organizations offer to students and families."""
