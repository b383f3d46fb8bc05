"""Flags on students: raised by rules, answered by people."""
