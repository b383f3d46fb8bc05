"""A file that somebody brings in, whatever it holds: asked for, looked at, and kept once it was read again."""
