"""What of a text nobody is to read, such as the key of a speech server: hidden where it is shown, kept as it is."""

from __future__ import annotations

import re
from itertools import count

_WORD = r"(?:api_?key|secret|token|password|authorization)"
_NAME = rf"[\w-]*{_WORD}[\w-]*"
_TEXT = r'"""[\s\S]+?"""|' + r"'''[\s\S]+?'''|" + r'"(?:\\.|[^"\\\n])+"|' + r"'[^'\n]+'"
_STATED = re.compile(rf"""((?<![\w-])["']?{_NAME}["']?[ \t]*=[ \t]*)({_TEXT})""", re.IGNORECASE)
_SECRET = re.compile(_NAME, re.IGNORECASE)
_HIDDEN = re.compile(r'"kept secret (\d{1,4})"')


def is_secret(key: object) -> bool:
    """Tell whether what a key holds is nobody's to read, by its name."""
    return isinstance(key, str) and _SECRET.fullmatch(key) is not None


def hidden(text: str) -> str:
    """Return `text`, which is TOML, with a number in the place of each secret, in comments as well.

    >>> hidden('[voices.openai]\\napi_key = "sk-1"  # mine')
    '[voices.openai]\\napi_key = "kept secret 1"  # mine'
    """
    numbers = count(1)
    return _STATED.sub(lambda found: f'{found[1]}"kept secret {next(numbers)}"', text)


def unhidden(text: str, before: str) -> str:
    """Return `text` with the secrets of `before`, which it was made of, in the place of their numbers.

    >>> unhidden('# new\\napi_key = "kept secret 1"', 'api_key = "sk-1"')
    '# new\\napi_key = "sk-1"'
    """
    known = [found[2] for found in _STATED.finditer(before)]

    def told(found: re.Match[str]) -> str:
        number = _HIDDEN.fullmatch(found[2])
        is_known = number is not None and 1 <= int(number[1]) <= len(known)
        return found[1] + known[int(number[1]) - 1] if number and is_known else found[0]

    return _STATED.sub(told, text)
