"""What was typed wrong on the command line, in our own words: the parser's are those of a library."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, cast

import typer

from audiosession.errors import AudioSessionError, nearest

UsageFault = cast(type[Exception], typer.BadParameter.__bases__[0])
"""What typer raises for wrong usage; it carries its own click, whose names it does not hand on."""
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?")
_ONE_VALUE = re.compile(r"does not take a value|takes no value", re.IGNORECASE)


def usage_error(fault: Any, arguments: Sequence[str]) -> AudioSessionError:
    """Return what is wrong with `arguments`, of which the parser says `fault`."""
    context = getattr(fault, "ctx", None)
    message, hint = _words(fault, context, arguments)
    names: list[str] = []
    while context is not None and context.parent is not None:
        names, context = [context.info_name, *names], context.parent
    command = " ".join(["audiosession", *names])
    return AudioSessionError(message, hint=hint or f"{command} -h tells how it is written")


def _words(fault: Any, context: Any, arguments: Sequence[str]) -> tuple[str, str]:
    name = _option(fault, arguments)
    match type(fault).__name__:
        case "NoSuchOption":
            return f"no option is called {name}", nearest(name, _options(context)).replace('"', "")
        case "BadOptionUsage":
            if _ONE_VALUE.search(fault.message):
                return f"{name} takes no value", f"write {name} alone"
            return f"{name} needs a value behind it", ""
        case "MissingParameter":
            return f"{name} is missing", ""
        case "BadParameter":
            return _bad_value(fault, name, arguments)
    if found := re.search(r"command\W+([^'\"]*)['\"]", fault.message):
        known = list(getattr(context.command, "commands", {})) if context is not None else []
        return f'no command is called "{found[1]}"', nearest(found[1], known)
    if found := re.search(r"unexpected extra arguments? ?\(?s?\)? ?\((.*)\)", fault.message):
        return f"{found[1]} is too much", "a name with spaces stands in quotes"
    return fault.message[:1].lower() + fault.message[1:].rstrip("."), ""


def _bad_value(fault: Any, name: str, arguments: Sequence[str]) -> tuple[str, str]:
    """Tell of a value that is not of the kind that an option takes; our own commands say it in their own words."""
    if fault.param is None:
        return fault.message, ""
    given, kind = _given(fault.param, arguments), fault.message
    least, most = (getattr(fault.param, end, None) for end in ("min", "max"))
    if least is None and most is None:
        kind_of = getattr(fault.param, "type", None)
        least, most = getattr(kind_of, "min", None), getattr(kind_of, "max", None)
    between = f"from {least} to {most}" if least is not None and most is not None else ""
    if between and (not given or _NUMBER.fullmatch(given)):
        return f"{name} is {given or 'out of its range'}", between
    what = "a whole number" if "integer" in kind else "a number" if re.search("float|number", kind) else ""
    if not what:
        return f"{name} can't be {given}" if given else f"{name} can't be read", ""
    return f'{name} is "{given}", not {what}', f"write it like {name} {least or 3}"


def _given(param: Any, arguments: Sequence[str]) -> str:
    """Return what was typed behind an option."""
    for argument, after in zip(arguments, [*arguments[1:], ""], strict=True):
        flag, equals, value = argument.partition("=")
        if flag in param.opts:
            return value if equals else after
    return ""


def _option(fault: Any, arguments: Sequence[str]) -> str:
    """Return what an option or an argument is called where people read of it."""
    if named := getattr(fault, "option_name", None):
        return next((one.partition("=")[0] for one in arguments if one.startswith(str(named))), str(named))
    param = getattr(fault, "param", None)
    if param is None:
        return str(getattr(fault, "param_hint", None) or "")
    long = [one for one in param.opts if one.startswith("--")]
    return long[0] if long else str(getattr(param, "metavar", None) or param.name)


def _options(context: Any) -> list[str]:
    params = context.command.params if context is not None else []
    return [opt for param in params for opt in (*param.opts, *param.secondary_opts) if opt.startswith("-")]
