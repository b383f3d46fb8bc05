"""How well do the rules do? On the district's own past: whom they pointed out, to whom it came, and how long before."""
