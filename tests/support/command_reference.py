"""The reference of commands, made from the program: what each does, takes and offers."""

from __future__ import annotations

from typing import Any

import typer.main

from audiosession.cli.app import app

SHARING = ("narrate", "timeline", "preview", "build")
"""The commands that share the choices of a build, which stand in one table for all."""
_EVERYWHERE = {"--help"}


def commands() -> dict[str, Any]:
    """Return every command by its words, ``voices try`` too."""
    found: dict[str, Any] = {}
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        found[name] = command
        found |= {f"{name} {inner}": one for inner, one in getattr(command, "commands", {}).items()}
    return found


def command_table() -> str:
    """Return all commands with what they do, as a table in Markdown."""
    rows = ["| command | what it does | `--json` |", "| --- | --- | --- |"]
    for name, command in commands().items():
        for_machines = "yes" if any("--json" in option.opts for option in _options(command)) else ""
        shown = " ".join([name, *(_metavar(one) for one in command.params if one.param_type_name == "argument")])
        rows.append(f"| `{_cell(shown)}` | {_cell(command.help)} | {for_machines} |")
    return "\n".join(rows)


def choice_table() -> str:
    """Return the options that `narrate`, `timeline`, `preview` and `build` share, as a table in Markdown."""
    return _table(commands()["build"], shared=True)


def option_tables() -> str:
    """Return the options of each command that has some of its own, each under a heading, in Markdown."""
    parts = []
    for name, command in commands().items():
        table = _table(command, shared=False)
        if table:
            parts.append(f"### {name}\n\n{table}")
    return "\n\n".join(parts)


def _shared() -> set[str]:
    return set.intersection(*({option.name for option in _options(commands()[name])} for name in SHARING))


def _options(command: Any) -> list[Any]:
    return [one for one in command.params if one.param_type_name == "option" and not set(one.opts) & _EVERYWHERE]


def _table(command: Any, *, shared: bool) -> str:
    common = _shared() if command.name in SHARING else set()
    options = [one for one in _options(command) if (one.name in common) == shared and "--json" not in one.opts]
    if not options:
        return ""
    rows = ["| option | what it does |", "| --- | --- |"]
    for option in options:
        spellings = ", ".join(option.opts) + (f"/{option.secondary_opts[0]}" if option.secondary_opts else "")
        value = "" if option.is_flag else f" {option.metavar or option.name.upper()}"
        usual = "" if option.default in (None, False, "") or option.is_flag else f" ({option.default} by default)"
        rows.append(f"| `{_cell(spellings + value)}` | {_cell(option.help)}{usual} |")
    return "\n".join(rows)


def _metavar(argument: Any) -> str:
    shown = argument.metavar or argument.name.upper()
    return shown if argument.required or shown.startswith("[") else f"[{shown}]"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", r"\|")
