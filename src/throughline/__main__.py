"""`python -m throughline` is the `throughline` command."""

from throughline.cli.main import main

main()
