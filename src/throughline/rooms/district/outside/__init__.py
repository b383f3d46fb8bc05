"""Organizations outside the district that people keep: partners and agencies."""
