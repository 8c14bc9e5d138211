"""Chance that is the same each time: a voice's graph reads its noise from us in place of drawing it.

A voice of Piper draws noise twice for a line, by `RandomNormalLike`: how long each sound is, and how it sounds. The
runtime's own generator goes on from line to line, so that a take hung on what was spoken before it (onnxruntime seeds a
node once, when it is loaded). Here each such node becomes a slice of an input that we fill from a seed of the line.
How long each symbol is, which a voice rounds up to whole steps, is handed out beside the sound.

The graph is edited in the bytes of its file: see `audiosession.voices.piper.onnx_file`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from audiosession.digests import digest_of
from audiosession.voices.piper.onnx_file import (
    GRAPH_INPUT,
    GRAPH_NODE,
    GRAPH_OUTPUT,
    NODE_INPUT,
    NODE_KIND,
    NODE_NAME,
    NODE_OUTPUT,
    VALUE_NAME,
    Pieces,
    field,
    fields,
    floats_of_shape,
    strings,
    the_graph,
    with_graph,
)

_DRAWS = b"RandomNormalLike"
_ROUNDS_UP = b"Ceil"
_NAME = "audiosession_noise_"
_PER_SYMBOL = 2_560
"""Numbers that are drawn for each symbol of a line at first: 13 frames of 192 channels, where 4 to 7 are usual."""
_PIECE = 1 << 16
"""Numbers that are drawn in one go, an even number: what they are made of is eight times as large."""
_MOST_ROUNDS = 4


@dataclass(frozen=True, kw_only=True)
class Edited:
    """A model that reads its noise from inputs, and how these are called; it tells lengths behind its sound, if any."""

    model: bytes
    inputs: tuple[str, ...]


def without_chance(model: bytes) -> Edited:
    """Return `model`, an ONNX file, with each node that draws normal noise reading it from an input of one axis.

    Raises:
        ValueError: It is no ONNX file.
    """
    view = memoryview(model)
    graph = the_graph(view)
    if graph is None:
        return Edited(model=model, inputs=())
    edited, inputs = _edited_graph(graph)
    return Edited(model=b"".join(with_graph(view, edited)), inputs=tuple(inputs))


def _edited_graph(graph: memoryview) -> tuple[Pieces, list[str]]:
    """Return the pieces of a graph in which each draw reads an input instead, and the names of these.

    Lengths are what the one node gives that rounds up; where several do, nobody knows which are the lengths.
    """
    pieces: list[memoryview | bytes] = []
    names: list[str] = []
    rounded: list[bytes] = []
    for number, start, at, end in fields(graph):
        node = strings(graph[at:end], NODE_INPUT, NODE_OUTPUT, NODE_KIND) if number == GRAPH_NODE else {}
        if _ROUNDS_UP in node.get(NODE_KIND, ()):
            rounded += node[NODE_OUTPUT]
        if _DRAWS not in node.get(NODE_KIND, ()):
            pieces.append(graph[start:end])
            continue
        name = f"{_NAME}{len(names)}"
        names.append(name)
        pieces += [field(GRAPH_NODE, one) for one in _reading(name, node[NODE_INPUT][0], node[NODE_OUTPUT][0])]
    lengths = rounded if len(rounded) == 1 else []
    pieces += [field(GRAPH_INPUT, floats_of_shape(name.encode(), 1)) for name in names]
    pieces += [field(GRAPH_OUTPUT, field(VALUE_NAME, name)) for name in lengths]
    return pieces, names


def _reading(name: str, like: bytes, drawn: bytes) -> Iterator[bytes]:
    """Yield the nodes that make of the input `name` what was `drawn`, in the shape of `like`."""
    own = name.encode()
    shape, number, nothing, flat = (own + b"_" + part for part in (b"shape", b"number", b"nothing", b"flat"))
    yield _node(b"Shape", [like], shape)
    yield _node(b"ReduceProd", [shape], number)  # one number, as an axis of length one
    yield _node(b"Sub", [number, number], nothing)
    yield _node(b"Slice", [own, nothing, number], flat)
    yield _node(b"Reshape", [flat, shape], drawn)


def _node(kind: bytes, inputs: Sequence[bytes], output: bytes) -> bytes:
    told = [field(NODE_INPUT, one) for one in inputs]
    return b"".join([*told, field(NODE_OUTPUT, output), field(NODE_NAME, output + b"_"), field(NODE_KIND, kind)])


class Noise:
    """Normal noise of one line, from its seed: of any length, and the same numbers however many are asked for."""

    def __init__(self, seed: str) -> None:
        self._seed = seed

    def row(self, name: str, number: int, n: int) -> NDArray[np.float32]:
        """Return `n` numbers of the row for the input `name` of the sentence `number`, of mean 0 and variance 1.

        Philox counts on the same on every machine and in every version of numpy; Box and Muller make it normal (1958).
        """
        key = bytes.fromhex(digest_of(f"{self._seed}\0{name}\0{number}"))
        generator, row = np.random.Philox(key=np.frombuffer(key[:16], "<u8")), np.empty(n + n % 2, np.float32)
        for start in range(0, len(row), _PIECE):
            piece = row[start : start + _PIECE]
            uniform = ((generator.random_raw(len(piece)) >> np.uint64(11)) + 0.5) * 2.0**-53
            radius, angle = np.sqrt(-2 * np.log(uniform[::2])), 2 * np.pi * uniform[1::2]
            piece[::2], piece[1::2] = radius * np.cos(angle), radius * np.sin(angle)
        return row[:n]


class SeededSession:
    """A session of onnxruntime as Piper asks it, for one line: its noise is that of the line.

    Args:
        session: The session of a model that `without_chance` edited.
        inputs: How its noise is called.
        noise: Where that comes from.
        too_short: What the runtime raises where there is less noise than the sound is long.
    """

    def __init__(
        self, session: Any, inputs: Sequence[str], noise: Noise, too_short: tuple[type[Exception], ...]
    ) -> None:
        self._session = session
        self._inputs = inputs
        self._noise = noise
        self._too_short = too_short
        self._n_sentences = 0
        self.lengths: NDArray[np.float32] | None = None
        """How long each symbol of the last sentence is, in steps of the model; None where it does not tell."""

    def run(self, outputs: Any, asked: Mapping[str, Any]) -> Any:
        """Return what the session makes of `asked` and of this line's noise, which is drawn as long as it must be."""
        number, n = self._n_sentences, _PER_SYMBOL * asked["input"].size
        self._n_sentences += 1
        for further in range(_MOST_ROUNDS):
            rows = {name: self._noise.row(name, number, n) for name in self._inputs}
            try:
                found = self._session.run(outputs, {**asked, **rows})
            except self._too_short:
                if not rows or further == _MOST_ROUNDS - 1:
                    raise
                n *= 2
            else:
                self.lengths = np.ravel(found[1]) if len(found) > 1 else None
                return found
        raise AssertionError
