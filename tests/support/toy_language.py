"""A language that nobody speaks: what it says on a page can be told from what stands there by itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from audiosession.project.project import Project
from support.starter_content import SCRIPTS, page_words

TAG = "qaa"
"""A tag of ISO 639 for private use."""


def marked() -> dict[str, Any]:
    """Return the words of pages of the language: each is its own key in marks, ``«about»``, around its places."""
    return _marked(page_words().model_dump(mode="json", by_alias=True), "")


def _marked(table: Mapping[str, Any], within: str) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, value in table.items():
        name = f"{within}{key}"
        if isinstance(value, dict):
            made[key] = _marked(value, f"{name}.")
        elif isinstance(value, list):
            made[key] = [f"«{name}.{number}»" for number in range(len(value))]
        else:
            made[key] = f"«{name}»" + "".join(f" {place}" for place in _places(value))
    return made


def _places(text: str) -> list[str]:
    return [f"{{{part.partition('}')[0]}}}" for part in text.split("{")[1:]]


def write_language(project: Project, pages: Mapping[str, Any] | None, tag: str = TAG) -> Path:
    """Write a whole language into `project`, which speaks English and reads `pages`; None of it has none."""
    english = (SCRIPTS / "languages" / "en.toml").read_text(encoding="utf-8")
    spoken = english[: english.index("\n[pages]\n")]
    path = project.scripts / "languages" / f"{tag}.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(spoken + ("" if pages is None else toml(pages)), encoding="utf-8")
    return path


def toml(pages: Mapping[str, Any]) -> str:
    """Return ``[pages]`` as TOML; JSON's texts and lists are TOML's too."""
    lines, tables = ["", "[pages]"], []
    for key, value in pages.items():
        if isinstance(value, dict):
            tables += ["", f"[pages.{key}]", *(f"{name} = {_text(one)}" for name, one in value.items())]
        else:
            lines.append(f"{key} = {_text(value)}")
    return "\n".join([*lines, *tables, ""])


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
