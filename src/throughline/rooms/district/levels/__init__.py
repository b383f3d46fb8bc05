"""The level of a school: given by a person, and taken back by the same one for a day."""
