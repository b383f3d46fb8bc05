"""Sessions: each time a support was to be given, attended or missed."""
