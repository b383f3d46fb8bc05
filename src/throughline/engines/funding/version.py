"""The version of the sums. A result carries it, so that a run can be replayed and proved years later."""

# Raise the number whenever the same formula and counts could give other cents, or another digest.
ENGINE_VERSION = "funding 1"
