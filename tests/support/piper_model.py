"""A voice in Piper's format that hums, made with the onnx package: what a download is, in four kilobytes."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from onnx import TensorProto, helper, numpy_helper, save

RATE = 22_050
LETTERS = "abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ.,!?'0123456789"


def make_voice(folder: Path, name: str = "en_XX-hum-low", *, speakers: int = 1, noise: bool = False) -> Path:
    """Write ``NAME.onnx`` and ``NAME.onnx.json``: each symbol sounds for 30 ms, at a pitch of the speaker's.

    With `noise` it sounds of chance, as far as ``noise_scale`` goes, as real voices do.
    """
    folder.mkdir(parents=True, exist_ok=True)
    model = folder / f"{name}.onnx"
    save(_model(speakers, noise=noise), str(model))
    symbols = {"_": [0], "^": [1], "$": [2]} | {letter: [3 + n] for n, letter in enumerate(LETTERS)}
    config = {
        "audio": {"sample_rate": RATE, "quality": "low"},
        "espeak": {"voice": "en-us"},
        "language": {"code": "en_US"},
        "phoneme_type": "text",
        "phoneme_id_map": symbols,
        "num_symbols": len(symbols),
        "num_speakers": speakers,
        "speaker_id_map": {f"speaker-{n}": n for n in range(speakers)} if speakers > 1 else {},
        "inference": {"noise_scale": 0.667, "length_scale": 1.0, "noise_w": 0.8},
    }
    Path(f"{model}.json").write_text(json.dumps(config), encoding="utf-8")
    return model


def _model(speakers: int, *, noise: bool) -> object:
    """Return a graph with Piper's inputs: length = symbols × 30 ms × scales[1], a tone in place of speech."""
    constants = {
        "per_symbol": np.array(0.03 * RATE, np.float32),
        "one": np.array([1], np.int64),
        "first": np.array([0], np.int64),
        "zero": np.array(0.0, np.float32),
        "step": np.array(1.0, np.float32),
        "pitch": np.array([2 * np.pi * 220 / RATE], np.float32),
        "level": np.array(0.4, np.float32),
        "shape": np.array([1, 1, 1, -1], np.int64),
    }
    node = helper.make_node
    nodes = [
        node("Cast", ["input_lengths"], ["n_symbols"], to=TensorProto.FLOAT),
        node("Gather", ["scales", "one"], ["length_scale"]),
        node("Mul", ["n_symbols", "per_symbol"], ["usual"]),
        node("Mul", ["usual", "length_scale"], ["n_frames"]),
        node("Squeeze", ["n_frames"], ["n_frames_scalar"]),
        node("Range", ["zero", "n_frames_scalar", "step"], ["time"]),
    ]
    phase = "time"
    if speakers > 1:
        nodes += [
            node("Cast", ["sid"], ["speaker"], to=TensorProto.FLOAT),
            node("Add", ["speaker", "step"], ["factor"]),
            node("Mul", ["time", "factor"], ["faster"]),
        ]
        phase = "faster"
    nodes += [
        node("Mul", [phase, "pitch"], ["phase"]),
        node("Sin", ["phase"], ["wave"]),
        node("Mul", ["wave", "level"], ["quiet"]),
        node("Reshape", ["rough" if noise else "quiet", "shape"], ["output"]),
    ]
    if noise:
        nodes[-1:-1] = [
            node("RandomNormalLike", ["quiet"], ["chance"]),
            node("Mul", ["chance", "noise_scale"], ["hiss"]),
            node("Add", ["quiet", "hiss"], ["rough"]),
            node("Gather", ["scales", "first"], ["noise_scale"]),
        ]
        nodes.insert(0, nodes.pop(-2))
    inputs = [
        helper.make_tensor_value_info("input", TensorProto.INT64, [1, "n"]),
        helper.make_tensor_value_info("input_lengths", TensorProto.INT64, [1]),
        helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
    ]
    if speakers > 1:
        inputs.append(helper.make_tensor_value_info("sid", TensorProto.INT64, [1]))
    outputs = [helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, 1, 1, "t"])]
    initializers = [numpy_helper.from_array(value, name) for name, value in constants.items()]
    graph = helper.make_graph(nodes, "hum", inputs, outputs, initializers)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)], ir_version=8)
