"""A voice's model, loaded by onnxruntime so that it takes as little memory as it can."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import onnxruntime
from piper import PiperConfig

from audiosession.voices.piper.noise import without_chance
from audiosession.voices.piper.pieces import Parting, PieceByPiece, in_two


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """A model that can speak: its session, what Piper has to know of it, and its inputs that want noise."""

    session: Any
    config: Any
    inputs: tuple[str, ...]


def load(model: Path, config: Mapping[str, Any]) -> Loaded:
    """Load `model`, which `config` describes, to be asked by several threads at once.

    Given its bytes themselves, a session holds on to them; so it reads them from a file, unless there is no room for
    one: then a long line takes more memory too.

    Raises:
        OSError, ValueError: It can't be read, or is no ONNX file; the runtime has errors of its own for what is no
            voice.
    """
    told = PiperConfig.from_dict(dict(config))
    try:
        with TemporaryDirectory() as folder:
            first, second = Path(folder) / "first.onnx", Path(folder) / "second.onnx"
            inputs, cut = _write(model, first, second)
            session = _session(str(first))
            if cut is not None:
                session = PieceByPiece(session, _session(str(second)), cut)
    except OSError:
        edited = without_chance(model.read_bytes())
        inputs, session = edited.inputs, _session(edited.model)
    return Loaded(session=session, config=told, inputs=inputs)


def _write(model: Path, first: Path, second: Path) -> tuple[tuple[str, ...], Parting | None]:
    """Write the halves of `model`, or all of it as `first`; return the inputs that want noise, and where it was cut."""
    edited = without_chance(model.read_bytes())
    halves = in_two(edited.model)
    for path, pieces in ((first, halves.first), (second, halves.second)) if halves else ((first, [edited.model]),):
        with path.open("wb") as file:
            file.writelines(pieces)
    return edited.inputs, halves.cut if halves else None


def _session(model: str | bytes) -> Any:
    """Return a session of a model.

    It makes no plan of its memory for each length that a line has had: those took 50 MB, and next to no line is as long
    as another. One thread works at a line: two take 1.7 times as much of the processor for it.
    """
    options = onnxruntime.SessionOptions()
    options.enable_mem_pattern = False
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
