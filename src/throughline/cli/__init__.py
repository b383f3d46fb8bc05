"""The `throughline` command. Each verb parses, calls one command or query, and prints."""
