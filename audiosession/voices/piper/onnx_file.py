"""The bytes of an ONNX file: fields of a number, a length and what they hold (Protocol Buffers, wire format).

A voice's graph is edited in these; else 63 MB would be read into objects, by one more package.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

# onnx.proto
MODEL_GRAPH = 7
GRAPH_NODE, GRAPH_NAME, GRAPH_INITIALIZER, GRAPH_INPUT, GRAPH_OUTPUT = 1, 2, 5, 11, 12
NODE_INPUT, NODE_OUTPUT, NODE_NAME, NODE_KIND, NODE_ATTRIBUTE = 1, 2, 3, 4, 5
ATTRIBUTE_NAME, ATTRIBUTE_INTS = 1, 8
TENSOR_NAME, VALUE_NAME = 8, 1

_VARINT, _BYTES = 0, 2
_LENGTHS = {1: 8, 5: 4}
"""How long a field is whose kind tells it."""

Pieces: TypeAlias = Sequence[memoryview | bytes]
"""What makes up a file, one behind the other: most of it lies in another one, and is not copied."""


def fields(message: memoryview) -> Iterator[tuple[int, int, int, int]]:
    """Yield the fields of a message: its number, where it begins, and where what it holds begins and ends.

    Raises:
        ValueError: These are no such fields.
    """
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


def strings(message: memoryview, *wanted: int) -> dict[int, list[bytes]]:
    """Return what the fields of a message hold, by their number; those that are `wanted`, or all."""
    found: dict[int, list[bytes]] = {}
    for number, _, at, end in fields(message):
        if not wanted or number in wanted:
            found.setdefault(number, []).append(bytes(message[at:end]))
    return found


def numbers(packed: bytes) -> list[int]:
    """Return the whole numbers that stand in a row in `packed`."""
    found, at = [], 0
    while at < len(packed):
        number, at = _read_varint(memoryview(packed), at)
        found.append(number)
    return found


def the_graph(model: memoryview) -> memoryview | None:
    """Return the graph of a model; None where it has none.

    Raises:
        ValueError: It is no ONNX file, or one of several graphs.
    """
    graphs = [model[at:end] for number, _, at, end in fields(model) if number == MODEL_GRAPH]
    if len(graphs) > 1:
        raise ValueError("an ONNX file of several graphs")
    return graphs[0] if graphs else None


def with_graph(model: memoryview, graph: Pieces) -> Pieces:
    """Return `model` with another `graph`."""
    pieces: list[memoryview | bytes] = []
    for number, start, _, end in fields(model):
        if number == MODEL_GRAPH:
            pieces += [_key(MODEL_GRAPH), _varint(sum(map(len, graph))), *graph]
        else:
            pieces.append(model[start:end])
    return pieces


def field(number: int, content: bytes) -> bytes:
    """Return a field that holds `content`."""
    return _key(number) + _varint(len(content)) + content


def floats_of_shape(name: bytes, n_axes: int) -> bytes:
    """Return what tells of an input: its name, and that it holds 32-bit floats along axes of any length."""
    shape = b"".join(field(1, field(2, b"%b_%d" % (name, axis))) for axis in range(n_axes))
    kind = _key(1, _VARINT) + _varint(1) + field(2, shape)
    return field(VALUE_NAME, name) + field(2, field(1, kind))


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
