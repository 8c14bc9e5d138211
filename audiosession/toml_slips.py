"""Slips of the pen in TOML: what is wrong with the line where a parser stopped, and how it is written right."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from audiosession.sayable import hidden_letter

_OPENING, _CLOSING = "“”„‟«»‘’‚‹›", "“”„‟«»’‘‹›"
_CURLY = re.compile(rf"[=\[,{{]\s*[{_OPENING}]|^\s*[{_OPENING}]|[{_CLOSING}]\s*[,\]}}]*\s*$")
_KEYED = re.compile(r"(\s*)([A-Za-z0-9_.\-\"']+)\s*=\s*(.*?)\s*$")
_STRINGS = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#.*')

_BEGINS = re.compile(r"\s*(?:\[(?!.*[,\"'])|[A-Za-z0-9_\-]+\s*=)")
"""A line that begins a table or a key."""
_WHOLE, _TRIPLE = re.compile(r'"""(?:.*?)"""|\'\'\'(?:.*?)\'\'\''), re.compile(r'"""|\'\'\'')


@dataclass(frozen=True, kw_only=True)
class Slip:
    """What is wrong with a line, how it is written right, and the line as it is meant, where that is sure."""

    line: int
    message: str
    hint: str = ""
    meant: str | None = None


def slip_of(lines: Sequence[str], told: str) -> Slip:
    """Return what a person got wrong where the parser stopped; `told` is its own word, of which the line is taken."""
    found = re.search(r"\(at line (\d+), column \d+\)", told)
    at = min(int(found[1]), len(lines)) if found else len(lines)
    if (twice := _twice(lines, at, told)) or (twice := _never_closed(lines, at)):
        return twice
    line = lines[at - 1]
    for look in _LOOKS:
        if slip := look(line):
            message, meant = slip
            sure = meant is not None and meant != line and _fits(meant)
            hint = f"write {meant.strip()[:120]}" if sure and meant and meant.strip() else _HINTS.get(message, "")
            return Slip(line=at, message=message, hint=hint, meant=meant if sure else None)
    return Slip(
        line=at, message="this line can't be read", hint="a line is a key, an equals sign and a value; see toml.io"
    )


def _reads(line: str) -> bool:
    try:
        tomllib.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _fits(line: str) -> bool:
    """Tell whether `line` can be read, alone or where it begins, goes on with or ends a list."""
    return any(map(_reads, (line, f"{line}\n]", f"x = [{line}\n]", f"x = [\n{line}")))


def _twice(lines: Sequence[str], at: int, told: str) -> Slip | None:
    """Tell of a key or a table that stands in a file before."""
    line = lines[at - 1]
    header = re.match(r"\s*(\[\[?)\s*([^\]]+?)\s*\]", line)
    if header and re.search(r"(?i)cannot declare|cannot mutate|cannot overwrite|already", told):
        name = header[2]
        key = re.compile(rf"\s*(?:\[\[?\s*{re.escape(name)}\s*\]|{re.escape(name.rpartition('.')[2])}\s*=)")
        first = next((n for n, other in enumerate(lines[: at - 1], 1) if key.match(other)), 0)
        tables = first == 0 or lines[first - 1].lstrip().startswith("[")
        hint = f"write [[{name}]] each time, where there are several; else keep one" if tables else "keep one of them"
        return Slip(line=at, message=f"{name} is given twice" + (f", first in line {first}" * bool(first)), hint=hint)
    if not re.search(r"(?i)overwrite|duplicate|mutate", told):
        return None
    for number in range(at, 0, -1):
        if (keyed := _KEYED.match(lines[number - 1])) and not lines[number - 1].lstrip().startswith("["):
            before = _before(lines, number, keyed[2])
            message = f"{keyed[2].strip(chr(34))} is given twice" + (f", first in line {before}" * bool(before))
            whole = number == at and _reads(lines[at - 1])
            return Slip(line=number, message=message, hint="keep one of them", meant="" if whole else None)
    return None


def _before(lines: Sequence[str], number: int, key: str) -> int:
    """Return the line of `key` before line `number` in the same table; 0 where it stands in another way."""
    for above in range(number - 1, 0, -1):
        if lines[above - 1].lstrip().startswith("["):
            return 0
        if (keyed := _KEYED.match(lines[above - 1])) and keyed[2] == key:
            return above
    return 0


def _never_closed(lines: Sequence[str], at: int) -> Slip | None:
    """Tell of a list or a text over several lines that was not closed where the next key or table begins."""
    opened: list[int] = []
    quotes, since = "", 0
    for number, line in enumerate(lines[:at], 1):
        if not quotes and opened and _BEGINS.match(line):
            return _unclosed_list(lines, opened[0])
        if not quotes and not opened and line.lstrip().startswith("["):
            continue
        if triple := _TRIPLE.search(_WHOLE.sub("", line)):
            quotes, since = ("", 0) if quotes == triple[0] else (quotes or triple[0], since or number)
            continue
        if not quotes:
            for sign in re.findall(r"[\[\]{}]", _STRINGS.sub("", line)):
                opened = [*opened, number] if sign in "[{" else opened[:-1]
    if quotes:
        return Slip(line=since, message="three quotes that are not closed", hint=f"put {quotes} at the end of the text")
    ends = not any(line.strip() for line in lines[at:]) or (opened[:1] == [at] and _BEGINS.match(_after(lines, at)))
    if opened and ends and '"' not in _STRINGS.sub("", lines[at - 1]):
        return _unclosed_list(lines, opened[0])
    return None


def _after(lines: Sequence[str], number: int) -> str:
    """Return the first line behind line `number` that is not blank; behind the last a table might begin."""
    return next((other for other in lines[number:] if other.strip()), "[")


def _unclosed_list(lines: Sequence[str], number: int) -> Slip:
    line = lines[number - 1]
    plain = _STRINGS.sub("", line)
    end = "}" if plain.rfind("{") > plain.rfind("[") else "]"
    what = "table" if end == "}" else "list"
    if end == "}" and plain.rstrip().endswith(("{", ",")):
        return Slip(line=number, message="a table in braces stands on one line", hint="write it like { a = 1, b = 2 }")
    meant = line.rstrip() + (" }" if end == "}" else "]")
    sure = _reads(meant) and _BEGINS.match(_after(lines, number)) is not None
    hint = f"write {meant.strip()[:120]}" if sure else f"put {end} behind its last line"
    return Slip(line=number, message=f"a {what} is not closed", hint=hint, meant=meant if sure else None)


_Look = Callable[[str], "tuple[str, str | None] | None"]
"""Returns what is wrong with a line, and the line as it may be meant; None where that is not what is wrong with it."""


def _hidden(line: str) -> tuple[str, str | None] | None:
    if wrong := hidden_letter(line.rstrip("\r")):
        return wrong.message, None
    if odd := re.search(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]", _STRINGS.sub("", line)):
        meant = re.sub(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]", " ", line)
        return f"a space that is no plain one, U+{ord(odd[0]):04X}", meant
    return None


def _curly(line: str) -> tuple[str, str | None] | None:
    if not _CURLY.search(_STRINGS.sub('""', line)):
        return None
    meant = re.sub(rf"((?:^|[=\[,{{])\s*)[{_OPENING}\"']", r'\1"', line)
    meant = re.sub(rf"[{_CLOSING}\"'](\s*(?:[,\]}}]|$|#))", r'"\1', meant)
    return "curly quotes around a text; only straight ones are read", meant


def _note(line: str) -> tuple[str, str | None] | None:
    if re.match(r"\s*(?://|;|%|--|/\*|\*|- )", line) or re.match(r"\s*[^\W\d_][\w',.!?]*(?: [\w',.!?]+){2,}\s*$", line):
        return "neither a key nor a note; a note begins with #", "# " + line.strip()
    return None


def _header(line: str) -> tuple[str, str | None] | None:
    if found := re.match(r"\s*(\[+)\s*([A-Za-z0-9_.\- ]+?)\s*(\]*)\s*(?:#.*)?$", line):
        brackets, name = max(len(found[1]), len(found[3])), found[2].replace(" ", "_")
        n = min(brackets, 2)
        return "brackets that do not match", "[" * n + name + "]" * n
    if found := re.match(r"\s*(\[\[?[A-Za-z0-9_.\-]+\]\]?)\s*[^\s#\]]", line):
        return f"something behind {found[1]}; what is in the table stands on lines of its own", None
    return None


def _no_equals(line: str) -> tuple[str, str | None] | None:
    plain = line.partition("#")[0]
    if found := re.match(r"(\s*[A-Za-z0-9_\-]+)\s*(?::=?|=>|==)\s*(.*?)\s*$", line):
        value = found[2] if not _bare(found[2]) else _quoted(found[2])
        return "an equals sign stands between a key and its value", f"{found[1]} = {value}"
    if "=" in plain and (found := re.match(r"\s*([A-Za-z0-9_\-]+(?: +[A-Za-z0-9_\-]+)+)\s*=\s*(.+)$", line)):
        return "a key of several words", f"{found[1].strip().replace(' ', '_')} = {found[2]}"
    if "=" not in plain and (found := re.match(r"(\s*[A-Za-z0-9_\-]+)\s+([\"'\[{\d].*?)\s*$", line)):
        return 'the equals sign is missing: "="', f"{found[1]} = {found[2]}"
    if "=" not in plain and re.match(r"\s*[\w\-]+\s*$", plain):
        return "a key without a value", None
    if (found := re.match(r"\s*([^\W\d_][^=\"'\[\]]*?)\s*=", line)) and not found[1].isascii():
        return f'a key of other letters than a to z needs quotes: "{found[1]}"', None
    return None


def _value(line: str) -> tuple[str, str | None] | None:
    """_Look at what stands behind the equals sign."""
    found = _KEYED.match(line)
    if found is None:
        return None
    key, value = f"{found[1]}{found[2]} = ", found[3]
    plain, _, note = value.partition("#") if value[:1] not in "\"'[{" else (value, "", "")
    plain, note = plain.strip(), f"  #{note}" if note else ""
    if not plain:
        return "nothing stands behind the equals sign", None
    if re.fullmatch(r"[+-]?\d+,\d+", plain):
        return "a number with a comma", key + plain.replace(",", ".") + note
    if re.fullmatch(r"[+-]?0\d+(?:\.\d+)?", plain):
        return "a number that begins with 0", key + re.sub(r"^([+-]?)0+(?=\d)", r"\1", plain) + note
    if re.fullmatch(r"[+-]?(?:\.\d+|\d+\.)", plain):
        whole = re.sub(r"\.$", ".0", re.sub(r"^([+-]?)\.", r"\g<1>0.", plain))
        return "a number that begins or ends with its point", key + whole + note
    if plain.lower() in ("true", "yes", "on", "false", "no", "off"):
        word = "true" if plain.lower() in ("true", "yes", "on") else "false"
        return f"{plain} is written {word} here", key + word + note
    if plain[0] in "\"'" and re.fullmatch(r"""(?:"[^"\\]*"|'[^']*')\s*[;,.]""", plain):
        return f"a {plain[-1]} behind the value", key + plain[:-1].rstrip()
    if plain[0] in "[{" and re.search(r"[\]}]\s*[;,.]$", plain):
        return f"a {plain[-1]} behind the value", key + plain[:-1].rstrip()
    if _bare(plain):
        return "a text without quotes", key + _quoted(plain.strip("\"'")) + note
    return None


def _bare(value: str) -> bool:
    """Tell whether `value` is words without a quote before them."""
    return bool(value) and value[0] not in "\"'[{" and "=" not in value and not _reads(f"x = {value}")


def _quoted(words: str) -> str:
    return f"'{words}'" if '"' in words or "\\" in words else f'"{words}"'


def _quotes(line: str) -> tuple[str, str | None] | None:
    """_Look for quotes that are missing, or that stand within a text."""
    found = _KEYED.match(line)
    before, value = (f"{found[1]}{found[2]} = ", found[3]) if found else ("", line.strip())
    if "\\" in value and '"' in value and _reads(before + value.replace("\\", "\\\\")):
        return "a backslash in a text", before + value.replace("\\", "\\\\")
    if found and value[0] == "'" and value.count("'") > 2 and value.endswith("'") and '"' not in value:
        return "an apostrophe within single quotes", f'{before}"{value[1:-1]}"'
    if found and value[0] == '"' and value.count('"') > 3 and value.endswith('"') and "'" not in value:
        return "quotes within a text; within, single ones are read", before + '"' + value[1:-1].replace('"', "'") + '"'
    bare = _STRINGS.sub("", value)
    if '"' in bare or re.search(r"(?<!\w)'|'(?!\w)", bare):
        return "a quote is missing", next((one for one in _closed(before, value) if _reads(one)), None)
    if re.search(r'["\'\d\]}]\s+["\'\d\[{]', _STRINGS.sub('""', value)):
        return "a comma is missing between two values", None
    return None


def _closed(before: str, value: str) -> list[str]:
    """Return the ways in which a quote may be put where it is missing, the likeliest first."""
    quote = '"' if '"' in value else "'"
    end = re.search(r"\s*[\]},\s]*$", value)
    cut = end.start() if end else len(value)
    words, rest = value[:cut], value[cut:]
    opened = re.sub(rf"^([\[{{\s]*)(?!{quote})", rf"\g<1>{quote}", value)
    return [f"{before}{words}{quote}{rest}", f"{before}{opened}"]


def _no_comma(line: str) -> tuple[str, str | None] | None:
    if re.search(r"\d,\d", _STRINGS.sub("", line)):
        meant = re.sub(r"(?<=\d),(?=\d)", ".", line)
        return "a number with a comma", meant
    return None


_LOOKS: Sequence[_Look] = (_hidden, _curly, _header, _value, _no_equals, _note, _quotes, _no_comma)
_HINTS = {
    "a text without quotes": 'put it in quotes: "…"',
    "a quote is missing": 'a text stands between two quotes: "…"',
    "curly quotes around a text; only straight ones are read": 'write "…"',
    "nothing stands behind the equals sign": "give it a value, or take the line out",
    "a key without a value": "a line is a key, an equals sign and a value",
    "a comma is missing between two values": "put a comma between them",
    "a number with a comma": "write it with a point: 1.5",
    "a backslash in a text": "write two of them, or put the text in single quotes",
}
"""What to do where the line can't be written out."""
