"""The modules of a view as one file: each in a scope of its own, once, in the order in which they need one another.

What stands in `web/static/` are plain ES modules, which run as they are. A class has some twenty, and a browser that
asks for each would ask twenty times, one layer after the other; so a view's module comes with all that it imports.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_IMPORT = re.compile(r'^import (?:\{\s*([^}]*?)\s*\}|\* as (\w+)) from "\./([\w-]+\.js)";$', re.M)
_LATER = re.compile(r'\bimport\("\./([\w-]+\.js)"\)')
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.M)
_NOT_READ = re.compile(r"^(?:import\b.*|export\b.*)$", re.M)
_Read = Callable[[str], str]
"""Returns the text of the module of a name."""


def joined_modules(name: str, read: _Read) -> str:
    """Return the module called `name` with all that it imports, at once or later, as one that exports what it does.

    Raises:
        ValueError: Modules need one another in a circle, or say it in a way that is not read here.
    """
    order: list[str] = []
    _visit(name, read, order, ())
    for module in order:  # it grows meanwhile: what is imported later is evaluated behind what does so
        for later in _LATER.findall(read(module)):
            _visit(later, read, order, ())
    scopes = "".join(_in_its_scope(module, read(module)) for module in order)
    exported = ", ".join(_EXPORT.findall(read(name)))
    return f"const modules = {{}};\n{scopes}" + (
        f'export const {{ {exported} }} = modules["{name}"];\n' if exported else ""
    )


def _visit(name: str, read: _Read, order: list[str], path: tuple[str, ...]) -> None:
    if name in path:
        raise ValueError("modules need one another: " + " → ".join((*path, name)))
    if name in order:
        return
    for _, _, needed in _IMPORT.findall(read(name)):
        _visit(needed, read, order, (*path, name))
    order.append(name)


def _in_its_scope(name: str, text: str) -> str:
    exported = _EXPORT.findall(text)
    body = _LATER.sub(r'Promise.resolve().then(() => modules["\1"])', _EXPORT.sub("", _IMPORT.sub(_taken, text)))
    if left := _NOT_READ.search(body):
        raise ValueError(f"{name} says what is not read here: {left[0]}")
    return f'modules["{name}"] = (() => {{\n{body}\nreturn {{ {", ".join(exported)} }};\n}})();\n'


def _taken(found: re.Match[str]) -> str:
    names, whole, module = found.groups()
    if whole:
        return f'const {whole} = modules["{module}"];'
    return f'const {{ {", ".join(_renamed(names))} }} = modules["{module}"];'


def _renamed(names: str) -> Iterator[str]:
    for name in filter(None, (one.strip() for one in names.split(","))):
        own, _, other = name.partition(" as ")
        yield f"{own}: {other}" if other else own
