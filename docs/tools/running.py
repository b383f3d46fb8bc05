"""Reference pages about running Throughline: its options and its command line."""

from collections.abc import Iterator
from typing import Any

from docs.tools.markdown import code, codes, page, table
from typer.main import get_command

from throughline.cli.main import app
from throughline.project.options import OPTIONS


def options_page() -> str:
    """This function will write the page of every option."""
    return page(
        "Options",
        "Every option is read from the environment. `NAME_FILE` may name a file that holds the value instead, which"
        " suits secrets. `throughline check` prints each option, its value, where the value came from, and what is"
        " wrong with it; secrets are shown only as set or not set.",
        table(
            ["Option", "Default", "What it is for"],
            ([code(option.name), code(option.default) or "empty", option.says] for option in OPTIONS),
        ),
        "The table is `OPTIONS` in `src/throughline/project/options.py`; "
        "[the recipe](../../CONTRIBUTING.md#add-a-setting) says how to add a row.",
    )


def command_line_page() -> str:
    """This function will write the page of every command, with its arguments and options."""
    top = get_command(app)
    intro = (
        "Throughline is one command with a verb for each thing a person does from a terminal. `throughline VERB --help`"
        " says what this page says. A refusal is printed in words and ends with exit code 1."
    )
    overview = table(
        ["Command", "What it does"],
        ([f"[`{name}`](#{name.replace(' ', '-')})", _help(command).split("\n")[0]] for name, command in commands(top)),
    )
    return page("Command line", intro, overview, *(_command(name, command) for name, command in commands(top)))


def commands(top: Any = None) -> Iterator[tuple[str, Any]]:
    """This function will yield every command that does something, with its whole name, in the order of the help.

    The library types its commands privately, hence `Any`.
    """
    top = get_command(app) if top is None else top
    yield from _below(top, "throughline")


def _below(group: Any, name: str) -> Iterator[tuple[str, Any]]:
    for verb, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _below(command, f"{name} {verb}")
        else:
            yield f"{name} {verb}", command


def _command(name: str, command: Any) -> str:
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    options = [one for one in command.params if one.param_type_name == "option"]
    usage = " ".join([name, *_usage(options), *(_shown(argument) for argument in arguments)])
    parts = [f"## {name}", _help(command), f"```\n{usage}\n```"]
    if arguments:
        rows = ([code(_name(argument)), f"{argument.help or ''} {_choices(argument)}"] for argument in arguments)
        parts.append(table(["Argument", "What it is"], rows))
    if options:
        rows = ([_flags(one), _default(one), f"{one.help or ''} {_choices(one)}"] for one in options)
        parts.append(table(["Option", "Default", "What it is for"], rows))
    return "\n\n".join(parts)


def _usage(options: list[Any]) -> list[str]:
    """What must be there is spelled out; what may be is left to the table."""
    needed = [f"{one.opts[-1]} {_name(one)}" for one in options if one.required]
    return needed + (["[OPTIONS]"] if len(needed) < len(options) else [])


def _flags(option: Any) -> str:
    shown = [f"{flag} {option.metavar}" if option.metavar else flag for flag in option.opts]
    return codes([*shown, *option.secondary_opts])


def _choices(parameter: Any) -> str:
    choices = getattr(parameter.type_descriptor, "choices", ())
    return f"One of {codes(str(getattr(choice, 'value', choice)) for choice in choices)}." if choices else ""


def _help(command: Any) -> str:
    """A command's help with its paragraphs kept and its lines joined."""
    paragraphs = str(command.help or "").strip().split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def _name(parameter: Any) -> str:
    return str(parameter.metavar or parameter.name.upper())


def _shown(argument: Any) -> str:
    return _name(argument) if argument.required else f"[{_name(argument)}]"


def _default(option: Any) -> str:
    if option.required:
        return "needed"
    if isinstance(option.default, bool):
        return "yes" if option.default else "no"
    return code(str(option.default)) if option.default not in (None, "", (), []) else ""
