"""A document of Word becomes lines with the marks of Markdown, and a damaged one a message."""

from __future__ import annotations

import io
import random
import sys
import zipfile
from contextlib import suppress
from typing import Any

import docx
import pytest

from audiosession.errors import DefinitionError
from audiosession.studio.importing.documents import document_text

pytestmark = pytest.mark.slow


def document() -> bytes:
    written = docx.Document()
    written.add_heading("Side Bend", 0)
    written.add_heading("Steps", 2)
    for text in ("Sit tall.", "Breathe in, lift the arm."):
        written.add_paragraph(text, style="List Number")
    written.add_paragraph("Rest if you like.")
    written.add_paragraph("Breathe out, bend.", style="List Number")
    written.add_paragraph("Go slowly.", style="List Bullet")
    written.add_paragraph("one\ntwo")
    table = written.add_table(1, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Level"
    table.cell(0, 2).text = "easy"
    return saved(written)


def saved(written: Any) -> bytes:
    file = io.BytesIO()
    written.save(file)
    return file.getvalue()


def test_headings_lists_and_cells_keep_their_kind_and_order() -> None:
    lines = [line for line in document_text(document()).splitlines() if line]

    assert lines == [
        "# Side Bend",
        "## Steps",
        "1. Sit tall.",
        "2. Breathe in, lift the arm.",
        "Rest if you like.",
        "3. Breathe out, bend.",
        "- Go slowly.",
        "one",
        "two",
        "Level",
        "easy",
    ]


def test_a_number_that_stands_at_the_paragraph_itself_is_one() -> None:
    written = docx.Document()
    written.add_paragraph("Sit tall.", style="List Number")
    number = written.styles["List Number"].element.pPr.numPr
    paragraph = written.add_paragraph("Bend.")
    paragraph._p.get_or_add_pPr().append(number.__copy__())
    unnumbered = written.add_paragraph("No step.", style="List Number")
    unnumbered._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = 0

    assert [line for line in document_text(saved(written)).splitlines() if line] == [
        "1. Sit tall.",
        "2. Bend.",
        "No step.",
    ]


def test_without_its_package_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    content = document()
    monkeypatch.setitem(sys.modules, "docx", None)  # Python's own way to say that it is not there
    with pytest.raises(DefinitionError, match="python-docx") as told:
        document_text(content)
    assert "audiosession[articles]" in told.value.hint


def test_a_small_file_that_unpacks_into_a_large_one_is_refused() -> None:
    file = io.BytesIO(document())
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/more.xml", bytes(101_000_000))

    with pytest.raises(DefinitionError, match="too long"):
        document_text(file.getvalue())


def test_a_damaged_document_is_text_or_a_message() -> None:
    chance, good = random.Random(22), document()
    with zipfile.ZipFile(io.BytesIO(good)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    looked_at = [name for name in parts if name.startswith("word/") or "rels" in name or "Types" in name]
    for _ in range(150):
        changed = dict(parts)
        name = chance.choice(looked_at)
        content = bytearray(changed.pop(name))
        for _ in range(chance.randint(0, 5)):
            at = chance.randrange(len(content))
            content[at : at + chance.choice([1, 1, 20])] = bytes([chance.randrange(256)])
        if chance.random() < 0.9:
            changed[name] = bytes(content)
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as packed:
            for one, inner in changed.items():
                packed.writestr(one, inner)
        with suppress(DefinitionError):
            assert isinstance(document_text(file.getvalue()), str)
