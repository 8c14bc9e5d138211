"""Each hostile form, given to the real command: an answer in lines, within 4 plain checks and 300 MB."""

from __future__ import annotations

import itertools
import json
import string
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from support.built_classes import make_project
from support.measured_runs import measured_run

pytestmark = [
    pytest.mark.peers,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell what a child took"),
]
CHECKS, MEMORY_MB = 4.0, 300.0  # a plain check takes half a second, twice that on a machine that others use too
NAMES = ["".join(letters) for letters in itertools.islice(itertools.product(string.ascii_lowercase, repeat=4), 200_000)]
RSS = '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>{}</channel></rss>'


def upto(n: int, lines: list[str]) -> str:
    """Return as many lines as have `n` characters together."""
    return "\n".join(lines)[:n].rpartition("\n")[0]


def item(**texts: str) -> str:
    return "<item>" + "".join(f"<{tag}>{text}</{tag}>" for tag, text in texts.items()) + "</item>"


FEEDS: dict[str, Callable[[], str]] = {
    "attributes": lambda: RSS.format("<item " + " ".join(f'{name}=""' for name in NAMES[:100_000]) + "/>"),
    "namespaces": lambda: RSS.format("<item " + " ".join(f'xmlns:{n}="{n}"' for n in NAMES[:100_000]) + "/>"),
    "open tags": lambda: "<a" * 5_000_000,
    "nested": lambda: "<a>" * 3_000_000,
    "empty items": lambda: RSS.format("<item/>" * 600_000),
    "elements": lambda: RSS.format("<a/>" * 680_000),
    "attributes of many": lambda: RSS.format("<a b='' c='' d='' e='' f=''/>" * 110_000),
    "too long": lambda: RSS.format("x" * 20_000_000),
    "a long text": lambda: RSS.format(f"<title>{'x' * 9_000_000}</title>"),
    "numbers": lambda: RSS.format(item(pubDate="9" * 5_000, duration="9" * 5_000) * 100),
    "entities": lambda: (
        '<!DOCTYPE a [<!ENTITY a "' + "x" * 1000 + '">'
        + "".join(f'<!ENTITY a{n} "{"&a;" * 100 if n == 0 else f"&a{n - 1};" * 100}">' for n in range(8))
        + ']><rss version="2.0"><channel><title b="&a7;">&a7;</title></channel></rss>'
    ),
    "notes of attributes": lambda: RSS.format(
        item(description="<![CDATA[<p " + " ".join(f'{name}=""' for name in NAMES[:100_000]) + ">]]>")
    ),
    "notes of open tags": lambda: RSS.format(item(description="<![CDATA[" + "<a" * 2_000_000 + "]]>")),
    "notes of nested tags": lambda: RSS.format(item(description="<![CDATA[" + "<b>" * 2_000_000 + "]]>")),
    "dates": lambda: RSS.format(item(pubDate="Mon, 01 Jan 0001 00:00:00 +9999") * 3_000),
}  # fmt: skip
DEFINITIONS: dict[str, Callable[[], str]] = {
    "dotted keys": lambda: upto(882_000, [f"{name}{'.a' * 15} = 1" for name in NAMES]),
    "one long key": lambda: "\n".join("a." * 4_900 + f"a{n} = 1" for n in range(88)),
    "dots in tables": lambda: upto(900_000, [f"[{name}{'.a' * 7}]" for name in NAMES]),
    "dots within": lambda: "\n".join(
        f"x{n} = {{" + ", ".join(f"{k}.a.b.c=1" for k in NAMES[:700]) + "}" for n in range(90)
    ),
    "unknown keys": lambda: "\n".join(f"{name} = 1" for name in NAMES[:8_000]),
    "keys": lambda: upto(900_000, [f"{name}=1" for name in NAMES]),
    "tables": lambda: upto(900_000, [f"[{name}]" for name in NAMES]),
    "arrays of tables": lambda: "[[phase]]\n" * 39_000,
    "lists": lambda: "\n".join(f"x{n}=[" + "[]," * 3_300 + "]" for n in range(90)),
    "nested lists": lambda: "x = " + "[" * 4_000,
    "nested tables": lambda: "x = " + "{a=" * 3_000,
    "spaces in a header": lambda: 'x = """\n' + ("[" + " " * 9_000 + "\n") * 90 + '"""\ny = 1',
    "a number": lambda: "reps = " + "9" * 5_000,
    "a number within bounds": lambda: "reps = " + "9" * 4_300,
    "a text": lambda: 'title = """' + "x\n" * 30_000 + '"""\nlevel = """' + "x\n" * 9_000 + '"""',
    "too long": lambda: "#" + "x\n" * 600_000,
    "unknown words in a list": lambda: "avoid = [\n" + '"kness",\n' * 39_000 + "]",
    "lines that can't be said": lambda: '[[caution]]\nsay = "Stop.\\u2028"\n' * 19_000,
    "a title again and again": lambda: 'title = "A"\n' * 39_000,
    "lists never closed": lambda: "x = [\n" + "\n".join(f'"a{n}' for n in range(39_000)),
}
SHOWS: dict[str, Callable[[], str]] = {
    "keys of the show": lambda: "[show]\n" + "".join(f"titel{n} = 1\n" for n in range(20_000)),
    "keys in no table": lambda: "".join(f"titel{n} = 1\n" for n in range(20_000)),
    "tables": lambda: "".join(f"[show{n}]\n" for n in range(8_000)),
    "engines": lambda: "".join(f"[voices.espeak{n}]\n" for n in range(8_000)),
    "settings of a voice": lambda: "[voices.espeak]\n" + "".join(f"rate{n} = 1\n" for n in range(20_000)),
    "wrong settings of a voice": lambda: "[voices.espeak]\nrate = 5\n" * 8_000,
}
ENTRY = '[[exercise]]\nuse = "sawx"\nmusic = "zz"\nreps = 99\npace = "0.6"\n'
CLASSES: dict[str, Callable[[], str]] = {
    "exercises that are not there": lambda: 'title = "A"\n' + ENTRY * 200,
    "exercises in wrong places": lambda: 'title = "A"\n' + ENTRY.replace("sawx", "swan") * 200,
    "beds that are not there": lambda: 'title = "A"\n' + '[[exercise]]\nuse = "saw"\nmusic = "zz"\n' * 200,
    "far too many": lambda: 'title = "A"\n' + '[[exercise]]\nuse = "saw"\n' * 15_000,
}
NARRATIONS: dict[str, Callable[[], str]] = {
    "directions": lambda: "[paws 3]\n" * 100_000,
    "unknown directions": lambda: "".join(f"[paws{chr(97 + n % 26)} 3]\n" for n in range(48_000)),
    "open brackets": lambda: "[\n" * 300_000,
    "control characters": lambda: "\x01\n" * 300_000,
    "a long line": lambda: "x" * 900_000,
    "numbers": lambda: f"[pause {'9' * 4_000}]\n[inhale {'9' * 4_000}] In.\n[rep {'9' * 4_000}]\nHold.",
}
LEAST = {
    "schema": "audiosession/session/1",
    "slug": "saw",
    "title": "Saw",
    "settings": {"pace": "steady", "seconds_per_count": 1.0, "reps": 5, "detail": "fade", "voice": "tone:en",
                 "music": None, "tones": True, "language": "en"},
    "audio": {"file": "saw.mp3", "bytes": 7, "sha256": "ab", "duration": 9.5},
}  # fmt: skip
SESSIONS: dict[str, Callable[[], str]] = {
    "nested": lambda: '{"a":' * 1_000_000,
    "unknown values": lambda: json.dumps(LEAST)[:-1] + ', "x": [' + "{}," * 2_500_000 + "0]}",
    "faults": lambda: json.dumps({**LEAST, "events": [{}] * 100_000}),
    "faults in a list": lambda: json.dumps({**LEAST, "cautions": [1] * 2_000_000}),
    "faults in a table": lambda: json.dumps({**LEAST, "made_from": dict.fromkeys(NAMES, 1)}),
    "numbers": lambda: json.dumps(LEAST).replace("9.5", "9" * 5_000),
    "not a number": lambda: json.dumps(LEAST).replace("9.5", "NaN"),
    "infinite": lambda: json.dumps(LEAST).replace("9.5", "1e999"),
    "outside": lambda: json.dumps({**LEAST, "slug": "../x"}),
    "elsewhere": lambda: json.dumps(LEAST).replace("saw.mp3", "/etc/passwd"),
    "too long": lambda: json.dumps(LEAST) + " " * 9_000_000,
}


@cache
def plain_check_s() -> float:
    """Return what the command takes for a definition that nothing is wrong with, on this machine, now."""
    with tempfile.TemporaryDirectory() as folder:
        return min(measured_run(["check", "saw"], Path(folder)).cpu_s for _ in range(3))


def refused(arguments: list[str], folder: Path) -> str:
    ran = measured_run(arguments, folder)

    assert "Traceback" not in ran.said, ran.said[-2_000:]
    assert ran.code == 1
    assert len(ran.said.splitlines()) < 1_100
    assert all(len(line) < 1_500 for line in ran.said.splitlines())
    assert ran.cpu_s < CHECKS * plain_check_s(), f"{ran.cpu_s:.1f} s"
    assert ran.memory_mb < MEMORY_MB, f"{ran.memory_mb:.0f} MB"
    return ran.said


@pytest.mark.parametrize("form", FEEDS)
def test_a_feed(tmp_path: Path, form: str) -> None:
    (tmp_path / "feed.xml").write_text(FEEDS[form](), encoding="utf-8")

    assert refused(["check-feed", "feed.xml", "--no-media"], tmp_path)


@pytest.mark.parametrize("form", DEFINITIONS)
def test_a_definition(tmp_path: Path, form: str) -> None:
    (tmp_path / "scripts" / "exercises").mkdir(parents=True)
    (tmp_path / "scripts" / "exercises" / "odd.toml").write_text(DEFINITIONS[form](), encoding="utf-8")

    said = refused(["check", "odd"], tmp_path)
    if form == "unknown keys":
        assert "and 7,9" in said
        assert said.count("error: scripts") == 21


@pytest.mark.parametrize("form", SHOWS)
def test_a_show(tmp_path: Path, form: str) -> None:
    (tmp_path / "scripts" / "exercises").mkdir(parents=True)
    (tmp_path / "scripts" / "show.toml").write_text(SHOWS[form](), encoding="utf-8")

    assert "error: scripts/show.toml:" in refused(["publish", "saw"], tmp_path)


@pytest.mark.parametrize("form", CLASSES)
def test_a_class(tmp_path: Path, form: str) -> None:
    (tmp_path / "scripts" / "classes").mkdir(parents=True)
    (tmp_path / "scripts" / "classes" / "odd.toml").write_text(CLASSES[form](), encoding="utf-8")

    assert "error: scripts/classes/odd.toml:" in refused(["check", "odd"], tmp_path)


@pytest.mark.parametrize("form", NARRATIONS)
def test_a_narration(tmp_path: Path, form: str) -> None:
    (tmp_path / "scripts" / "classes").mkdir(parents=True)
    (tmp_path / "odd.txt").write_text(NARRATIONS[form](), encoding="utf-8")

    assert refused(["build", "odd.txt", "--voice", "espeak", "--music", "none"], tmp_path)


@pytest.mark.parametrize("form", SESSIONS)
def test_a_session(tmp_path: Path, form: str) -> None:
    project = make_project(tmp_path / "studio", "saw")
    path = project.output / "saw.session.json"
    path.write_text(SESSIONS[form](), encoding="utf-8")

    # What is told of the class as a whole is right in some, but of another sound.
    told = "saw.mp3" if form in ("unknown values", "faults") else "saw.session.json"
    assert told in refused(["publish", "--all", "--to", "site"], project.root)


@pytest.mark.parametrize("argument", [b"\xff.txt", b"caf\xe9", b"--title=\xed\xa0\x80", b"\xf8\x88\x80\x80\x80"])
@pytest.mark.parametrize("command", ["build", "check", "check-feed", "publish", "verify", "serve"])
def test_an_argument_that_is_no_text(tmp_path: Path, command: str, argument: bytes) -> None:
    assert "is not UTF-8" in refused([command, argument.decode("utf-8", "surrogateescape")], tmp_path)
