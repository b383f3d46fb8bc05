"""The styleguide: every component in every state, with invented examples."""
