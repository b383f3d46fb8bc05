"""Throughline: every student gets the supports they need, and the money goes where the needs are."""

__version__ = "0.1.0"
