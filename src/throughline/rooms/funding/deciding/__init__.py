"""The figures of a formula, each a decision, with what follows from another one beside it for every school."""
