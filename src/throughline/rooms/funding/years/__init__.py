"""Set up a fiscal year: what is there, what is missing, what follows from that, and the next step."""
