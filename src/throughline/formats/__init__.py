"""Bytes to typed rows and Problems, and back. One folder for each standard."""
