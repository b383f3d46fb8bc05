"""From counts and a formula to every school's budget, explained to the cent."""
