"""The law of the house, rule by rule: what of it the source of a package breaks.

A package is a table of sources by path (``sound/tones.py``), so that a breach can be planted in memory.
"""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

Sources = Mapping[str, str]

LINE = [
    "writing",
    "timing",
    "sound",
    "importing",
    "machine",
    "files",
    "codecs",
    "pictures",
    "beds",
    "voices",
    "feed",
    "project",
    "building",
    "publishing",
    "fleet",
    "studio",
    "web",
    "cli",
]
"""The folders, in the order in which they may import one another: each only those before it."""
PURE = ("writing", "timing", "sound", "importing")
FACES = ("cli", "web")
FACES_SEE = ("studio", "progress", "errors", "units")
MOST_MODULES = {"cli/commands": 32}
"""How many modules a folder may hold where that is not 16."""
OPENS_THE_WEB = "cli/commands/studio.py"
PUBLIC_DOOR = "__init__.py"
"""The package itself: it lends names of any room, and only when somebody asks for them."""
STARTS = ("__main__.py",)

THINKS = frozenset(
    [
        "__future__",
        "abc",
        "bisect",
        "collections",
        "dataclasses",
        "decimal",
        "difflib",
        "enum",
        "functools",
        "hashlib",
        "html",
        "itertools",
        "json",
        "math",
        "operator",
        "pathlib",
        "re",
        "statistics",
        "string",
        "textwrap",
        "tomllib",
        "traceback",
        "types",
        "typing",
        "unicodedata",
        "warnings",
        "anyascii",
        "jinja2",
        "markupsafe",
        "numpy",
        "pydantic",
        "pydantic_core",
        "pydub",
        "lxml",
        "audiosession",
    ]
)
"""What a pure room may import: packages that compute and touch nothing."""
TOUCHES = frozenset(
    [
        "absolute",
        "chmod",
        "cwd",
        "exists",
        "expanduser",
        "fromfile",
        "getcwd",
        "getenv",
        "glob",
        "hardlink_to",
        "home",
        "is_dir",
        "is_file",
        "is_symlink",
        "iterdir",
        "lchmod",
        "load",
        "loadtxt",
        "lstat",
        "memmap",
        "mkdir",
        "now",
        "open",
        "readlink",
        "read_bytes",
        "read_text",
        "rename",
        "resolve",
        "rglob",
        "rmdir",
        "samefile",
        "save",
        "savetxt",
        "stat",
        "symlink_to",
        "tofile",
        "today",
        "touch",
        "unlink",
        "utcnow",
        "walk",
        "write_bytes",
        "write_text",
    ]
)
"""Methods and functions that reach the disk or the clock, whatever they are called on."""
REACHES = frozenset({"open", "print", "input", "exec", "eval", "compile", "breakpoint", "__import__"})
_VERBS = "build|check|list|narrate|new|publish|recording-list|serve|translate|unpublish|verify|voices"
_TYPED = re.compile(rf"\baudiosession (?:{_VERBS})\b|(?<![\w-])--(?!data-format|force-reinstall)[a-z]")
"""A command of ours with its verb, or an option; those of other programs are theirs."""
ONE_NAME_FOR_MANY = frozenset({"open_voice", "facts"})
"""What every engine offers under one name: the protocol of voices."""


def package(folder: Path) -> dict[str, str]:
    """Return the sources of the package in `folder`."""
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in sorted(folder.rglob("*.py"))}


@cache
def _tree(source: str) -> ast.Module:
    return ast.parse(source)


@cache
def _nodes(source: str) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(_tree(source)))


def room(path: str) -> str:
    """Return the folder that `path` lies in; empty for the words at the root."""
    head, slash, _ = path.partition("/")
    return head if slash else ""


def imports(source: str, path: str = "") -> Iterator[tuple[int, str]]:
    """Yield the line and the whole name of everything that a module imports, by whatever way it does."""
    parts = ("audiosession", *path.split("/")[:-1])
    for node in _nodes(source):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(parts[: len(parts) - node.level + 1]) if node.level else ""
            module = ".".join(filter(None, (base, node.module)))
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and _called(node.func) in ("import_module", "__import__"):
            texts = (one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str))
            yield from ((node.lineno, text) for text in texts)


def _ours(name: str) -> str:
    """Return the part of ours that an import names: a folder or a word at the root; empty for others' packages."""
    head, _, rest = name.partition(".")
    return rest.partition(".")[0] if head == "audiosession" else ""


def against_the_line(sources: Sources) -> list[str]:
    """Return the imports of rooms that stand behind the importing one; root words import no room at all."""
    found = []
    for path, source in sources.items():
        own = room(path)
        if path in (PUBLIC_DOOR, *STARTS):
            continue
        if own and own not in LINE:
            found.append(f"{path}: the folder {own} has no place in the line")
            continue
        for line, name in imports(source, path):
            other = _ours(name)
            if other in LINE and (not own or LINE.index(other) > LINE.index(own)):
                found.append(f"{path}:{line}: {own or 'a root word'} imports {name}")
    return found


def door_left_open(sources: Sources) -> list[str]:
    """Return the rooms that the package itself opens as soon as it is imported."""
    tree = _tree(sources[PUBLIC_DOOR])
    at_once = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    source = "\n".join(ast.unparse(node) for node in at_once)
    return [f"{PUBLIC_DOOR}: imports {name} at once" for _, name in imports(source) if _ours(name) in LINE]


def impure(sources: Sources) -> list[str]:
    """Return what reaches the world in rooms that only think, and in the words at the root."""
    found = []
    for path, source in sources.items():
        own = room(path)
        if own not in PURE and (own or path in (PUBLIC_DOOR, *STARTS)):
            continue
        found += [
            f"{path}:{line}: imports {name}"
            for line, name in imports(source, path)
            if name.partition(".")[0] not in THINKS
        ]
        found += [f"{path}:{node.lineno}: calls {name}" for node, name in _calls(source) if _reaches(node, name)]
    return found


def _calls(source: str) -> Iterator[tuple[ast.Call, str]]:
    for node in _nodes(source):
        if isinstance(node, ast.Call):
            yield node, _called(node.func)


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _reaches(node: ast.Call, name: str) -> bool:
    if isinstance(node.func, ast.Name):
        return name in REACHES or (name == "default_rng" and not node.args)
    if name == "default_rng":
        return not node.args  # chance; with a seed it is arithmetic
    text = ast.unparse(node.func)
    by_chance = ".random." in f".{text}" and not text.startswith("random.random") and "np.random" in text
    return name in TOUCHES or by_chance


def faces_behind_the_door(sources: Sources) -> list[str]:
    """Return what faces import beside the door and the words that they need to tell of things."""
    found = []
    for path, source in sources.items():
        own = room(path)
        if own not in FACES:
            continue
        seen = {own, *FACES_SEE} | ({"web"} if path == OPENS_THE_WEB else set())
        for line, name in imports(source, path):
            if (other := _ours(name)) and other not in seen and other != "__version__":
                found.append(f"{path}:{line}: {own} imports {name}")
    return found


def words_of_the_command_line(sources: Sources) -> list[str]:
    """Return the texts below the faces that tell people what to type: that is for the face that they look at."""
    found = []
    for path, source in sources.items():
        if room(path) in FACES or path in (PUBLIC_DOOR, *STARTS):
            continue
        told = {id(node.value) for node in _nodes(source) if isinstance(node, ast.Expr)}  # docstrings are for readers
        for node in _nodes(source):
            said = node.value if isinstance(node, ast.Constant) and id(node) not in told else None
            if isinstance(said, str) and _TYPED.search(said):
                found.append(f"{path}:{node.lineno}: {said}")
    return found


def names_with_two_homes(sources: Sources) -> list[str]:
    """Return the public classes, functions and aliases that are defined in two modules."""
    homes = defaultdict(list)
    for path, source in sources.items():
        for name in _defined(_tree(source)):
            if path != f"cli/commands/{name}.py":  # a command is called what it does, like the verb behind the door
                homes[name].append(path)
    return [
        f"{name}: {', '.join(paths)}"
        for name, paths in sorted(homes.items())
        if len(paths) > 1 and name not in ONE_NAME_FOR_MANY
    ]


def _defined(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            names.add(node.name)
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        names |= {one.id for one in targets if isinstance(one, ast.Name) and re.match(r"[A-Z]+[a-z]", one.id)}
    return {name for name in names if not name.startswith("_")}


def crowded(sources: Sources) -> list[str]:
    """Return the folders that hold more modules than a person can look over."""
    counts = Counter(str(Path(path).parent) for path in sources if not path.endswith("__init__.py"))
    return [
        f"{folder}: {n} modules"
        for folder, n in sorted(counts.items())
        if folder != "." and n > MOST_MODULES.get(folder, 16)
    ]


def off_the_map(sources: Sources, text: str) -> list[str]:
    """Return the folders that have no sentence in `text`, the map."""
    folders = {str(Path(path).parent) for path in sources} - {"."}
    told = {row[1] for row in re.finditer(r"^\| `([\w/]+)/` \|[^|]*[a-z]{3}[^|]*\|", text, re.M)}
    return sorted(folders - told)


def too_long(sources: Sources, most: int) -> list[str]:
    """Return the functions whose code, without its docstring, has more than `most` lines."""
    found = []
    for path, node in _functions(sources):
        body = node.body[1:] if ast.get_docstring(node) else node.body
        lines = (node.end_lineno or 0) - body[0].lineno + 1 if body else 0
        if lines > most:
            found.append(f"{path}:{node.lineno}: {node.name} has {lines} lines")
    return found


def too_many_parameters(sources: Sources, most: int = 6) -> list[str]:
    """Return the functions that take more than `most` parameters; commands take what a person may type."""
    found = []
    for path, node in _functions(sources):
        arguments = node.args
        n = len(arguments.posonlyargs) + len(arguments.args) + len(arguments.kwonlyargs)
        n -= bool(arguments.args) and arguments.args[0].arg in ("self", "cls")
        if n > most and not path.startswith("cli/commands/"):
            found.append(f"{path}:{node.lineno}: {node.name} takes {n}")
    return found


def _functions(sources: Sources) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for path, source in sources.items():
        for node in _nodes(source):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield path, node
