"""What a shared store adds to a build: in a folder, and in a bucket on the loopback, whose own work is not counted."""

from __future__ import annotations

import os
import shutil
from itertools import count

from tests.benchmarks.bench import Bench, say
from tests.benchmarks.long_class import narration
from tests.benchmarks.processes import Cost, in_turn, quotient
from tests.support.s3_hosts import KEYS, make_bucket, moto

_MINUTES = 10.0


def store(bench: Bench) -> None:
    """First builds with and without a store that is empty, then with one that has all of it."""
    name = bench.write("shared.txt", narration(3.0 if bench.quick else _MINUTES))
    folder, number = bench.folder / "shared", count()
    bench.first_build(name)  # so that the bed and the cover are there
    with moto() as url:
        os.environ.update({**KEYS, "AWS_ENDPOINT_URL": url})

        def alone() -> Cost:
            return bench.first_build(name)

        def in_folder() -> Cost:
            shutil.rmtree(folder, ignore_errors=True)
            return bench.first_build(name, "--store", str(folder))

        def in_bucket() -> Cost:
            bucket = f"shared-{next(number)}"
            make_bucket(url, bucket)
            return bench.first_build(name, "--store", f"s3://{bucket}/classes")

        without, folders, buckets = in_turn(bench.runs, alone, in_folder, in_bucket)
        found = in_turn(bench.runs, lambda: bench.first_build(name, "--store", str(folder)))[0]
    say("first build with --store, an empty folder / without: CPU", quotient(folders, without), "at most 1.08")
    say("the same, an empty bucket of moto on the loopback: CPU", quotient(buckets, without), "at most 1.08")
    say("first build where the folder has all of it / without: CPU", quotient(found, without))
