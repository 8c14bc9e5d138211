"""What was used and is free goes back to the system, where it is glibc that keeps it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from audiosession.machine.memory import give_back

_SPREAD = """
import pathlib
from threading import Thread
from audiosession.machine.memory import give_back

def megabytes():
    status = pathlib.Path("/proc/self/status").read_text()
    return int(status.partition("RssAnon:")[2].split()[0]) / 1000

kept = []

def work():
    blocks = [bytearray(b"x" * 60_000) for _ in range(1000)]
    kept.append(blocks[::100])  # a little that is still in use, all over it

thread = Thread(target=work)
thread.start()
thread.join()
before = megabytes()
give_back()
print(before, megabytes())
"""
_LARGE = """
import pathlib
from audiosession.machine.memory import keep_no_large_blocks

def megabytes():
    status = pathlib.Path("/proc/self/status").read_text()
    return int(status.partition("RssAnon:")[2].split()[0]) / 1000

keep_no_large_blocks()
for size in (8_000_000, 7_000_000):  # of itself glibc keeps a block that is smaller than one that was given back
    block = bytearray(b"x" * size)
    with_it = megabytes()
    after = bytes(5_000)
    del block
    print(with_it, megabytes())
"""
_OFTEN = """
import resource
from audiosession.machine.memory import keep_no_large_blocks

def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt

keep_no_large_blocks()
bytearray(1_000_000)
before = faults()
for _ in range(100):
    bytearray(1_000_000)
print(faults() - before)
"""


def figures(script: str) -> list[list[float]]:
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    return [[float(figure) for figure in line.split()] for line in found.splitlines()]


@pytest.mark.skipif(sys.platform != "linux", reason="there is no other way to tell")
def test_what_is_free_between_what_is_in_use_goes_back() -> None:
    [[before, after]] = figures(_SPREAD)

    assert before - after > 40


@pytest.mark.skipif(sys.platform != "linux", reason="there is no other way to tell")
def test_a_large_block_goes_back_as_soon_as_it_is_free() -> None:
    for before, after in figures(_LARGE):
        assert before - after > 6


def test_whoever_has_another_c_library_is_let_be() -> None:
    give_back()


@pytest.mark.skipif(sys.platform != "linux", reason="there is no other way to tell")
def test_what_a_window_asks_for_time_and_again_is_not_asked_of_the_system_each_time() -> None:
    """A hundred times a megabyte in pages of 4 kB would be 24,000 of them."""
    [[pages]] = figures(_OFTEN)

    assert pages < 500
