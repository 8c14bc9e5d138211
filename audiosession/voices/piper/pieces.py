"""A voice's model in two: what it makes of a line as a whole, and what makes sound of that, a piece at a time.

A voice of Piper makes sound in layers, each of more numbers than the one before: 20 MB for a second of speech, so that
two long lines took more memory than all else in a build. The last layers hear no further than a few steps to either
side. Given a piece with that much around it they make the same sound, to the bit, in the room of a piece.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from audiosession.voices.piper.onnx_file import (
    ATTRIBUTE_INTS,
    ATTRIBUTE_NAME,
    GRAPH_INITIALIZER,
    GRAPH_INPUT,
    GRAPH_NAME,
    GRAPH_NODE,
    GRAPH_OUTPUT,
    NODE_ATTRIBUTE,
    NODE_INPUT,
    NODE_KIND,
    NODE_OUTPUT,
    TENSOR_NAME,
    VALUE_NAME,
    Pieces,
    field,
    fields,
    floats_of_shape,
    numbers,
    strings,
    the_graph,
    with_graph,
)

PIECE = 8_192
"""Frames of sound that are made in one go: few enough to stay in the processor's cache."""
_MOST_AROUND = 16
"""What is heard of a piece's surroundings to either side is a sixteenth of it at the most: that is made twice."""
_WIDENS, _LOOKS_AROUND = b"ConvTranspose", b"Conv"
_STEP_BY_STEP = {b"Add", b"Div", b"LeakyRelu", b"Mul", b"Relu", b"Sub", b"Tanh", b"Unsqueeze"}
"""What makes each step of its output from the same step of what it is given."""
_TOLD_OF_LAYERS = {
    b"kernel_shape": [0],
    b"strides": [1],
    b"dilations": [1],
    b"pads": [0, 0],
    b"output_padding": [0],
    b"output_shape": [],
}
"""What is told of a layer that looks around, and what holds where it isn't (onnx, Operators.md)."""


@dataclass(frozen=True, kw_only=True)
class Parting:
    """Where a model is cut: what is called `between` is made of a line as a whole, and the sound of that.

    A step of it is `rate` frames of sound, in which so many steps `around` are heard, to either side.
    """

    between: str
    rate: int
    around: int


@dataclass(frozen=True, kw_only=True)
class Halves:
    """A model in two: `first` makes what is between in place of sound, and `second` makes sound of that.

    They lie in the model that they were made of.
    """

    first: Pieces
    second: Pieces
    cut: Parting


@dataclass(frozen=True, kw_only=True)
class _Step:
    """A step of what a layer is given or makes: see `Parting`."""

    rate: int
    around: int


@dataclass(frozen=True, eq=False)
class _Node:
    """A node of a graph."""

    message: memoryview

    @cached_property
    def _told(self) -> Mapping[int, list[bytes]]:
        return strings(self.message, NODE_INPUT, NODE_OUTPUT, NODE_KIND)

    @property
    def kind(self) -> bytes:
        return self._told.get(NODE_KIND, [b""])[0]

    @property
    def inputs(self) -> list[bytes]:
        return self._told.get(NODE_INPUT, [])

    @property
    def outputs(self) -> list[bytes]:
        return self._told.get(NODE_OUTPUT, [])

    def numbers(self, attribute: bytes) -> list[int]:
        """Return the whole numbers of an attribute; none where it is not told."""
        for told in strings(self.message, NODE_ATTRIBUTE).get(NODE_ATTRIBUTE, []):
            found = strings(memoryview(told), ATTRIBUTE_NAME, ATTRIBUTE_INTS)
            if found.get(ATTRIBUTE_NAME) == [attribute]:
                return [number for packed in found.get(ATTRIBUTE_INTS, []) for number in numbers(packed)]
        return []


@dataclass(frozen=True, eq=False)
class _Graph:
    """A graph whose nodes stand in the order in which they are computed, as ONNX has it."""

    message: memoryview

    @cached_property
    def nodes(self) -> list[_Node]:
        return [_Node(self.message[at:end]) for at, end in self._all(GRAPH_NODE)]

    @cached_property
    def fixed(self) -> set[bytes]:
        """What is always the same: initializers, and what nodes make of nothing."""
        made = {name for node in self.nodes if not node.inputs for name in node.outputs}
        return made | {_name(self.message[at:end], TENSOR_NAME) for at, end in self._all(GRAPH_INITIALIZER)}

    @cached_property
    def sound(self) -> bytes:
        """The name of what it makes, the first of all that it hands out."""
        return next((_name(self.message[at:end], VALUE_NAME) for at, end in self._all(GRAPH_OUTPUT)), b"")

    def _all(self, wanted: int) -> Iterator[tuple[int, int]]:
        return ((at, end) for number, _, at, end in fields(self.message) if number == wanted)

    def before(self, second: set[_Node], between: bytes) -> Iterator[memoryview | bytes]:
        """Yield its fields without `second` and what that alone needs; in place of the sound it hands out `between`."""
        needed = {name for node in self.nodes if node not in second for name in node.inputs}
        nodes = iter(self.nodes)
        for number, start, at, end in fields(self.message):
            message = self.message[at:end]
            if number == GRAPH_NODE:
                node = next(nodes)
                gone = node in second and needed.isdisjoint(node.outputs)
            elif number == GRAPH_INITIALIZER:
                gone = _name(message, TENSOR_NAME) not in needed
            else:
                gone = number == GRAPH_OUTPUT and _name(message, VALUE_NAME) == self.sound
            if not gone:
                yield self.message[start:end]
            elif number == GRAPH_OUTPUT:
                yield field(GRAPH_OUTPUT, field(VALUE_NAME, between))

    def behind(self, second: set[_Node], between: bytes) -> Iterator[memoryview | bytes]:
        """Yield the fields of a graph that makes sound of `between`, by `second`."""
        needed = {name for node in second for name in node.inputs}
        nodes = iter(self.nodes)
        for number, start, at, end in fields(self.message):
            message = self.message[at:end]
            if number == GRAPH_NODE:
                kept = next(nodes) in second
            elif number == GRAPH_INITIALIZER:
                kept = _name(message, TENSOR_NAME) in needed
            else:
                kept = number == GRAPH_NAME or (number == GRAPH_OUTPUT and _name(message, VALUE_NAME) == self.sound)
            if kept:
                yield self.message[start:end]
        yield field(GRAPH_INPUT, floats_of_shape(between, 3))


def in_two(model: bytes) -> Halves | None:
    """Return a model in two, cut as early as little is made twice; None where its last layers are of another kind.

    Raises:
        ValueError: It is no ONNX file.
    """
    view = memoryview(model)
    message = the_graph(view)
    if message is None:
        return None
    graph = _Graph(message)
    for between in (node.inputs[0] for node in graph.nodes if node.kind == _WIDENS and node.inputs):
        layers = _layers(graph.nodes, between)
        step = _step(layers, between, graph.sound)
        given = {name for layer in layers for name in layer.inputs}
        given -= {between, b"", *(name for layer in layers for name in layer.outputs)}
        if step is None or max(1, step.around) * step.rate * _MOST_AROUND > PIECE or not given <= graph.fixed:
            continue
        second = {node for node in graph.nodes if not node.inputs and not given.isdisjoint(node.outputs)} | {*layers}
        return Halves(
            first=with_graph(view, [*graph.before(second, between)]),
            second=with_graph(view, [*graph.behind(second, between)]),
            cut=Parting(between=between.decode(), rate=step.rate, around=step.around),
        )
    return None


def _layers(nodes: Sequence[_Node], between: bytes) -> list[_Node]:
    """Return all that something is heard of `between` in."""
    made, layers = {between}, []
    for node in nodes:
        if not made.isdisjoint(node.inputs):
            layers.append(node)
            made.update(node.outputs)
    return layers


def _step(layers: Sequence[_Node], between: bytes, sound: bytes) -> _Step | None:
    """Return what a step of `between` is; None where `layers` do not make the sound of it alone, step by step."""
    steps = {sound: _Step(rate=1, around=0)}
    made = {between, *(name for layer in layers for name in layer.outputs)}
    for layer in reversed(layers):
        behind = steps.get(layer.outputs[0]) if len(layer.outputs) == 1 else None
        before = behind and _before(layer, behind)
        if before is None:
            return None
        for name in made.intersection(layer.inputs):
            other = steps.setdefault(name, before)
            if other.rate != before.rate:
                return None
            steps[name] = max(other, before, key=lambda one: one.around)
    return steps.get(between)


def _before(layer: _Node, behind: _Step) -> _Step | None:
    """Return the step before a layer from the one behind it; None where it shifts or cuts what it is given."""
    if layer.kind in _STEP_BY_STEP:
        return behind
    told = [layer.numbers(name) or usual for name, usual in _TOLD_OF_LAYERS.items()]
    if layer.kind not in (_WIDENS, _LOOKS_AROUND) or list(map(len, told)) != list(map(len, _TOLD_OF_LAYERS.values())):
        return None
    [kernel], [stride], [spread], pads, [added], sized = told
    reach, padded = (kernel - 1) * spread, sum(pads)
    farthest = behind.around + max(pads[0], reach - pads[0])
    if layer.kind == _LOOKS_AROUND:
        return _Step(rate=behind.rate, around=farthest) if stride == 1 and padded == reach else None
    if sized or not 0 < stride == reach + 1 - padded + added:
        return None
    return _Step(rate=behind.rate * stride, around=-(-farthest // stride))


def _name(message: memoryview, number: int) -> bytes:
    return strings(message, number).get(number, [b""])[0]


class PieceByPiece:
    """Two sessions of onnxruntime, of the halves of a model, asked as one of the whole.

    Args:
        first: The session of what is made of a line as a whole.
        second: The session of what makes sound of it.
        cut: Where the model was cut.
    """

    def __init__(self, first: Any, second: Any, cut: Parting) -> None:
        self._first = first
        self._second = second
        self._cut = cut

    def run(self, outputs: Any, asked: Mapping[str, Any]) -> Any:
        """Return what the whole makes of `asked`: its sound, along one axis, and all that it tells beside that."""
        whole, *told = self._first.run(outputs, asked)
        return [np.concatenate([*self._pieces(whole)]), *told]

    def _pieces(self, whole: NDArray[np.float32]) -> Iterator[NDArray[np.float32]]:
        rate, around, n_steps = self._cut.rate, self._cut.around, whole.shape[2]
        for start in range(0, n_steps, PIECE // rate):
            end = min(n_steps, start + PIECE // rate)
            first, last = max(0, start - around), min(n_steps, end + around)
            piece = np.ascontiguousarray(whole[:, :, first:last])
            sound = self._second.run(None, {self._cut.between: piece})[0].ravel()
            yield sound[(start - first) * rate : (end - first) * rate]
