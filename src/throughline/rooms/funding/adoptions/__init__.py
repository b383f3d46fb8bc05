"""What the district says to the public of a budget that it adopted, in each language, and what the figures say."""
