"""Chance that is the same each time: a voice's graph reads its noise from us in place of drawing it.

A voice of Piper draws noise twice for a line, by `RandomNormalLike`: how long each sound is, and how it sounds. The
runtime's own generator goes on from line to line, so that a take hung on what was spoken before it (onnxruntime seeds a
node once, when it is loaded). Here each such node becomes a slice of an input that we fill from a seed of the line.
How long each symbol is, which a voice rounds up to whole steps, is handed out beside the sound.

The graph is edited in the bytes of its file, which are fields of a number, a length and what they hold (Protocol
Buffers, wire format; the numbers are those of onnx.proto). Else 63 MB would be read into objects, by one more package.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from audiosession.digests import digest_of

# onnx.proto
_MODEL_GRAPH = 7
_GRAPH_NODE, _GRAPH_INPUT, _GRAPH_OUTPUT = 1, 11, 12
_NODE_INPUT, _NODE_OUTPUT, _NODE_NAME, _NODE_KIND = 1, 2, 3, 4
_VARINT, _BYTES = 0, 2
_LENGTHS = {1: 8, 5: 4}
"""How long a field is whose kind tells it."""
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
    """A model that reads its noise from inputs, how these are called, and whether it tells lengths behind its sound."""

    model: bytes
    inputs: tuple[str, ...]
    tells_lengths: bool = False


def without_chance(model: bytes) -> Edited:
    """Return `model`, an ONNX file, with each node that draws normal noise reading it from an input of one axis.

    Raises:
        ValueError: It is no ONNX file.
    """
    view, pieces, inputs, told = memoryview(model), [], [], False
    for number, start, at, end in _fields(view):
        if number == _MODEL_GRAPH:
            graph, names, lengths = _edited_graph(view[at:end])
            pieces += [_key(_MODEL_GRAPH), _varint(sum(map(len, graph))), *graph]
            inputs += names
            told = bool(lengths)
        else:
            pieces.append(view[start:end])
    return Edited(model=b"".join(pieces), inputs=tuple(inputs), tells_lengths=told)


def _edited_graph(graph: memoryview) -> tuple[list[memoryview | bytes], list[str], list[bytes]]:
    """Return the pieces of a graph in which each draw reads an input instead, the names of these, and of the lengths.

    Lengths are what the one node gives that rounds up; where several do, nobody knows which are the lengths.
    """
    pieces: list[memoryview | bytes] = []
    names: list[str] = []
    rounded: list[bytes] = []
    for number, start, at, end in _fields(graph):
        node = _strings(graph[at:end]) if number == _GRAPH_NODE else {}
        if _ROUNDS_UP in node.get(_NODE_KIND, ()):
            rounded += node[_NODE_OUTPUT]
        if _DRAWS not in node.get(_NODE_KIND, ()):
            pieces.append(graph[start:end])
            continue
        name = f"{_NAME}{len(names)}"
        names.append(name)
        pieces += [_field(_GRAPH_NODE, one) for one in _reading(name, node[_NODE_INPUT][0], node[_NODE_OUTPUT][0])]
    lengths = rounded if len(rounded) == 1 else []
    pieces += [_field(_GRAPH_INPUT, _input(name)) for name in names]
    return pieces + [_field(_GRAPH_OUTPUT, _field(1, name)) for name in lengths], names, lengths


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
    fields = [_field(_NODE_INPUT, one) for one in inputs]
    return b"".join(
        [*fields, _field(_NODE_OUTPUT, output), _field(_NODE_NAME, output + b"_"), _field(_NODE_KIND, kind)]
    )


def _input(name: str) -> bytes:
    """Return what tells of an input: its name, and that it is a row of 32-bit floats of any length."""
    shape = _field(1, _field(2, b"audiosession_n"))
    row = _key(1, _VARINT) + _varint(1) + _field(2, shape)
    return _field(1, name.encode()) + _field(2, _field(1, row))


def _strings(message: memoryview) -> dict[int, list[bytes]]:
    found: dict[int, list[bytes]] = {}
    for number, _, at, end in _fields(message):
        found.setdefault(number, []).append(bytes(message[at:end]))
    return found


def _fields(message: memoryview) -> Iterator[tuple[int, int, int, int]]:
    """Yield the fields of a message: its number, where it begins, and where what it holds begins and ends."""
    start = 0
    while start < len(message):
        key, at = _read_varint(message, start)
        number, kind = key >> 3, key & 7
        if kind == _VARINT:
            end = _read_varint(message, at)[1]
        elif kind == _BYTES:
            length, at = _read_varint(message, at)
            end = at + length
        elif kind in _LENGTHS:
            end = at + _LENGTHS[kind]
        else:
            raise ValueError("no ONNX file")
        if end > len(message):
            raise ValueError("an ONNX file that is cut short")
        yield number, start, at, end
        start = end


def _read_varint(message: memoryview, at: int) -> tuple[int, int]:
    value, shift = 0, 0
    while at < len(message) and shift < 64:
        byte = message[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at
    raise ValueError("no ONNX file")


def _varint(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])


def _key(number: int, kind: int = _BYTES) -> bytes:
    return _varint(number << 3 | kind)


def _field(number: int, content: bytes) -> bytes:
    return _key(number) + _varint(len(content)) + content


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
