"""How a text speaks of a person: words that name what is lacking, and what to say or ask instead."""
