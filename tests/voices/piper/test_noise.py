"""The noise of a line: normal, the same on every machine, and read by a graph in place of its own."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.piper_model import make_voice

from audiosession.voices.piper.found import PackagedVoice
from audiosession.voices.piper.noise import Noise, SeededSession, without_chance


def test_it_is_normal_noise() -> None:
    row = Noise("any").row("a", 0, 200_000).astype(np.float64)

    assert abs(row.mean()) < 0.01
    assert row.std() == pytest.approx(1, abs=0.01)
    assert np.mean(np.abs(row) < 1) == pytest.approx(0.6827, abs=0.005)
    assert np.mean(np.abs(row) < 2) == pytest.approx(0.9545, abs=0.005)
    assert abs(np.corrcoef(row[:-1], row[1:])[0, 1]) < 0.01
    assert abs(np.corrcoef(row[::2], row[1::2])[0, 1]) < 0.01


@given(n=st.integers(1, 500), more=st.integers(0, 500))
def test_a_longer_row_begins_as_the_shorter(n: int, more: int) -> None:
    noise = Noise("seed")

    assert np.array_equal(noise.row("a", 0, n + more)[:n], noise.row("a", 0, n))


def test_each_line_each_input_and_each_sentence_has_its_own() -> None:
    rows = [Noise(seed).row(name, number, 8) for seed in "xy" for name in "ab" for number in (0, 1)]

    assert len({row.tobytes() for row in rows}) == len(rows)


def test_it_is_the_same_on_every_machine_and_in_every_version() -> None:
    found = Noise("the same").row("audiosession_noise_0", 0, 5)

    assert found.tolist() == pytest.approx([0.3238899, -0.0989177, 0.3426602, 0.8956165, 0.6127306], abs=1e-6)


def session(model: bytes) -> onnxruntime.InferenceSession:
    return onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])


def test_a_graph_that_draws_nothing_stays_as_it_is(tmp_path: Path) -> None:
    model = make_voice(tmp_path).read_bytes()

    assert without_chance(model).model == model
    assert without_chance(model).inputs == ()


def test_what_a_graph_drew_it_reads_in_the_shape_that_it_had(tmp_path: Path) -> None:
    edited = without_chance(make_voice(tmp_path, noise=True).read_bytes())
    onnx.checker.check_model(onnx.load_model_from_string(edited.model))

    asked = {"input": np.ones((1, 9), np.int64), "input_lengths": np.array([9]), "scales": np.ones(3, np.float32)}
    asked["scales"][0] = 0.5
    loud, silent = (
        session(edited.model).run(None, {**asked, **dict.fromkeys(edited.inputs, noise)})[0]
        for noise in (np.full(100_000, 2, np.float32), np.zeros(100_000, np.float32))
    )

    assert len(edited.inputs) == 1
    assert loud.shape == silent.shape
    assert np.allclose(loud - silent, 2 * 0.5, atol=1e-5)


def test_the_real_voice_draws_twice_and_is_otherwise_as_it_was(packaged_voice: PackagedVoice) -> None:
    """With no noise at all, which its scales ask for, it says the very same."""
    assert packaged_voice.path is not None
    model = packaged_voice.path.read_bytes()
    edited = without_chance(model)
    ids = np.array([[1, 0, 20, 0, 14, 0, 25, 0, 2]], np.int64)
    asked = {"input": ids, "input_lengths": np.array([9]), "scales": np.array([0, 1, 0], np.float32)}

    noise = {name: np.zeros(9 * 2_560, np.float32) for name in edited.inputs}
    assert len(edited.inputs) == 2
    assert np.array_equal(session(model).run(None, asked)[0], session(edited.model).run(None, {**asked, **noise})[0])


def test_where_the_noise_is_too_short_more_is_drawn_and_the_sound_is_the_same(tmp_path: Path) -> None:
    asked_for = []

    class Short(Noise):
        def row(self, name: str, number: int, n: int) -> np.ndarray:
            asked_for.append(n)
            return super().row(name, number, n // 10)  # of 23,040 numbers 2,304, where a sound of 5,954 is made

    edited = without_chance(make_voice(tmp_path, noise=True).read_bytes())
    asked = {"input": np.ones((1, 9), np.int64), "input_lengths": np.array([9]), "scales": np.ones(3, np.float32)}
    errors = (onnxruntime.capi.onnxruntime_pybind11_state.Fail,)

    def heard(noise: Noise) -> np.ndarray:
        return SeededSession(session(edited.model), edited.inputs, noise, errors).run(None, asked)[0]

    assert np.array_equal(heard(Short("x")), heard(Noise("x")))
    assert asked_for == [n * asked_for[0] for n in (1, 2, 4)]


@pytest.mark.parametrize("keep", [0.1, 0.5, 0.99])
def test_a_file_that_is_cut_short_or_no_model_is_refused(tmp_path: Path, keep: float) -> None:
    model = make_voice(tmp_path, noise=True).read_bytes()

    with pytest.raises(ValueError, match="ONNX"):
        without_chance(model[: int(keep * len(model))])


@given(st.binary(max_size=200))
def test_any_bytes_are_edited_or_refused(content: bytes) -> None:
    with suppress(ValueError):
        without_chance(content)
