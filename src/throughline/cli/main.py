"""The `throughline` command: one verb for each thing a person does from a terminal."""

import sys

import typer

from throughline.cli import allocate, formula, projection, sample, serve
from throughline.project import start
from throughline.rooms.accounts import cli as accounts
from throughline.rooms.exchange import cli as exchange
from throughline.values.errors import RefusedInput, ThroughlineError

app = typer.Typer(
    name="throughline",
    help="See that every student gets the supports they need and that the money goes where the needs are.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # a trace would print local values, and those may be a student's
)
serve.register(app)
allocate.register(app)
formula.register(app)
projection.register(app)
sample.register(app)
exchange.register(app, start.ready)
accounts.register(app, start.ready)


def main() -> None:
    """This function will run the command line and turn what a person can mend into words and exit code 1."""
    try:
        app()
    except RefusedInput as error:
        for problem in error.problems:
            print(f"{problem.place()}: {problem.says()} {problem.next_step()}", file=sys.stderr)
        print(error, file=sys.stderr)
        sys.exit(1)
    except ThroughlineError as error:
        print(error, file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
