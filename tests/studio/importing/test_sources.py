"""What an article is read from: files, addresses, bytes; and what is none, told in one line."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.article_host import ArticleHost

from audiosession.errors import AudioSessionError, DefinitionError, NotFoundError
from audiosession.studio.importing.sources import MOST_BYTES, read_source

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def host() -> Iterator[ArticleHost]:
    with ArticleHost() as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.mark.parametrize(
    ("name", "content", "is_html"),
    [
        ("bend.txt", "Atme ein, Rücken lang.".encode(), False),
        ("bend.md", b"\xef\xbb\xbf# R\xc3\xbccken", False),
        ("bend.txt", "Rücken".encode("utf-16"), False),
        ("bend.html", "<p>Rücken</p>".encode(), True),
        ("bend.htm", b'<meta charset="iso-8859-1"><p>R\xfccken</p>', True),
        ("bend", "<!-- a --> <!-- b --><!DOCTYPE html><p>Rücken</p>".encode(), True),
        ("-", b'\n<html><meta http-equiv="Content-Type" content="text/html; charset=windows-1252">R\xfccken', True),
    ],
)
def test_a_text_is_read_in_its_encoding_and_a_page_is_told_from_it(name: str, content: bytes, is_html: bool) -> None:
    read = read_source(name, content)

    assert "Rücken" in read.text
    assert read.is_html == is_html


def test_a_file_is_read_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "side-bend.md").write_text("# Side Bend", "utf-8")

    read = read_source(str(tmp_path / "side-bend.md"))

    assert (read.text, read.called) == ("# Side Bend", "side-bend")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b" \n\t", "is empty"),
        ("a.txt", b"\xef\xbb\xbf \n", "no words"),
        ("a.txt", b"%PDF-1.7 ...", "is a PDF"),
        ("a.rtf", b"{\\rtf1 hello}", "is RTF"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1", "old Word"),
        ("a.txt", b"R\xfccken", "is no text in UTF-8"),
        ("a.txt", b"one\x00two", "is no text"),
        ("a.html", bytes(range(256)) * 20, "is no text"),
        ("a.docx", b"PK\x03\x04 and nothing", "damaged"),
        ("a.docx", b"only words", "damaged"),
        ("a.toml", b"", "is empty"),
    ],
)
def test_what_is_no_article_says_so_with_what_to_do(name: str, content: bytes, message: str) -> None:
    with pytest.raises(DefinitionError, match=message) as told:
        read_source(name, content)

    assert told.value.hint


def test_what_is_not_there_or_no_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "side-bend.md").write_text("# Side Bend", "utf-8")
    (tmp_path / "long.txt").write_bytes(b"a" * (MOST_BYTES + 1))
    (tmp_path / "swan.toml").write_text("", "utf-8")

    with pytest.raises(NotFoundError, match="no such file") as told:
        read_source(str(tmp_path / "sidebend.md"))
    assert "side-bend.md" in told.value.hint
    for name, message in (("long.txt", "too long"), ("swan.toml", "is a definition"), ("", "is a folder")):
        with pytest.raises(DefinitionError, match=message):
            read_source(str(tmp_path / name))


@pytest.mark.parametrize(
    ("path", "kind", "content", "is_html"),
    [
        ("bend", "text/html", "<p>Rücken</p>".encode(), True),
        ("bend", "text/html; charset=ISO-8859-1", b"<meta charset=utf-8><p>R\xfccken</p>", True),
        ("bend", 'text/plain; charset="cp1252"', b"R\xfccken", False),
        ("bend?id=3", "text/markdown", "# Rücken".encode(), False),
        ("bend", "application/xhtml+xml; charset=nonsense", "<p>Rücken</p>".encode(), True),
        ("bend", "text/html; charset=hex", "<p>Rücken</p>".encode(), True),
        ("bend.md", "application/octet-stream", "# Rücken".encode(), False),
    ],
)
def test_an_address_is_read_by_what_its_host_says(
    host: ArticleHost, path: str, kind: str, content: bytes, is_html: bool
) -> None:
    host.kind, host.content = kind, content

    read = read_source(host.at(path))

    assert "Rücken" in read.text
    assert (read.is_html, read.called) == (is_html, "bend")


@pytest.mark.parametrize(
    ("kind", "status", "content", "message"),
    [
        ("text/html", 404, b"<p>gone</p>", "answers 404"),
        ("image/png", 200, b"\x89PNG", "image/png, which is no article"),
        ("application/octet-stream", 200, b"x", "which is no article"),
        ("", 200, b"x", "something, which is no article"),
        ("application/pdf", 200, b"%PDF", "no article"),
        ("text/html", 200, b"", "is empty"),
        ("text/html", 200, b"a" * (MOST_BYTES + 1), "too long"),
        (WORD, 200, b"no zip", "damaged"),
    ],
)
def test_an_address_without_an_article_says_so(
    host: ArticleHost, kind: str, status: int, content: bytes, message: str
) -> None:
    host.kind, host.status, host.content = kind, status, content

    with pytest.raises(AudioSessionError, match=message) as told:
        read_source(host.at("bend"))
    assert told.value.hint


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/x", "http://[::1", "https://"])
def test_an_address_that_nobody_answers_says_so(address: str) -> None:
    with pytest.raises(NotFoundError):
        read_source(address)


def test_what_is_secret_in_an_address_is_not_told(host: ArticleHost) -> None:
    host.status = 403

    with pytest.raises(NotFoundError) as told:
        read_source(host.at("bend?token=geheim").replace("http://", "http://me:geheim@"))

    assert "geheim" not in f"{told.value} {told.value.hint}"
