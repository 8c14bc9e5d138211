"""A catalogue from one class: the same words under many names, each with a sound of its own."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path

SHOW = """\
[show]
title = "Breath & Line"
description = "Slow classes for a tired back."
author = "Ada"
email = "ada@adas.studio"
base_url = "https://adas.studio/classes"
"""
_SOUND_BYTES = 100_000
"""What a sound holds is nothing to a publish; it is only hashed and copied."""


def copy_class(folder: Path, name: str, copy: str, *, title: str = "") -> None:
    """Put the class that was built as `name` in `folder` into its output folder once more, called `copy`.

    Another `title` gives it another cover.
    """
    output, sound = folder / "output", os.urandom(_SOUND_BYTES)
    output.mkdir(exist_ok=True)
    (folder / "scripts").mkdir(exist_ok=True)
    session = json.loads((folder / f"{name}.session.json").read_text("utf-8"))
    audio = {"file": f"{copy}.mp3", "bytes": len(sound), "sha256": hashlib.sha256(sound).hexdigest()}
    session |= {"slug": copy, "title": title or session["title"], "audio": {**session["audio"], **audio}}
    session.pop("made_from", None)
    (output / f"{copy}.mp3").write_bytes(sound)
    (output / f"{copy}.session.json").write_text(json.dumps(session), "utf-8")
    for ending in (".vtt", ".chapters.json"):
        shutil.copyfile(folder / f"{name}{ending}", output / f"{copy}{ending}")
