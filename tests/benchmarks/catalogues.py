"""What a catalogue costs, piece by piece: the figures from which `audiosession guide scale` reckons thousands.

Voices, windows, classes, what variants share, a plan, bytes of files, of a store and of a feed. Each is what one more
takes, so that a catalogue of any size is a sum.
"""

from __future__ import annotations

import json
from pathlib import Path
from time import process_time

from audiosession.building.gather import gather
from audiosession.building.orders.foreseen import foresee
from audiosession.building.place import reckoner
from audiosession.building.speak import Speaker
from audiosession.fleet.estimates import USUAL_CLASS_S
from audiosession.fleet.plan import plan_catalogue
from audiosession.fleet.tasks import Task, Tasks
from audiosession.progress import unwatched
from audiosession.project.catalogue.costs import read_costs
from audiosession.project.project import Project
from audiosession.writing.choices import Defaults, choose
from tests.benchmarks.bench import Bench, say
from tests.benchmarks.catalogue import SHOW
from tests.benchmarks.planned import CHOSEN
from tests.benchmarks.processes import run
from tests.support.measured_runs import AUDIOSESSION

_SPOKEN = "back-body"
_CLASSES = ("back-body-short", "desk-break-five", "breathing", "breath-foundations")
_AXES = {
    "pace": 'pace = ["usual", "slow"]',
    "language": 'language = ["en", "de"]',
    "tones": 'tones = ["usual", "off"]',
}
_PLANNED = ("back-body-short", "desk-break-five", "breathing", "breath-foundations", "evening-rest", "hips")


def catalogue(bench: Bench) -> None:
    """The voices first, then catalogues of short classes."""
    _spoken(bench, CHOSEN["voice"], "espeak")
    if bench.piper:
        _spoken(bench, bench.piper, "Piper")
    for name, axis in _AXES.items():
        project = _project(bench.folder / name, _CLASSES[:2] if bench.quick else _CLASSES, axis)
        _built(bench, project, name)
    _planned(bench)
    _published(bench, bench.folder / "pace")


def _project(folder: Path, names: tuple[str, ...], *axes: str) -> Project:
    (folder / "scripts").mkdir(parents=True)
    chosen = "".join(f'{key} = "{value}"\n' for key, value in CHOSEN.items())
    (folder / "scripts/show.toml").write_text(f"{SHOW}\n[defaults]\n{chosen}", "utf-8")
    lines = [f"[[classes]]\nnames = {json.dumps(names)}\n[classes.axes]", *axes]
    (folder / "scripts/catalogue.toml").write_text("\n".join(lines), "utf-8")
    return Project(folder)


def _spoken(bench: Bench, voice: str, called: str) -> None:
    """What a character and a second of speech take, beyond what a process takes that speaks nothing."""
    inputs = gather(Project(bench.folder), _SPOKEN, choose(Defaults(), **(CHOSEN | {"voice": voice})))
    lines = inputs.written.narration.lines()
    costs = []
    for _ in range(bench.runs):
        bench.forget("takes")
        spoken = bench.module("speaking", _SPOKEN, voice)
        costs.append(spoken.cpu_s - bench.module("speaking", _SPOKEN, voice, "nothing").cpu_s)
    takes = Speaker(Project(bench.folder), inputs, unwatched).speak(lines).takes.values()
    n_characters, length_s = sum(map(len, lines)), sum(take.duration for take in takes) / 1000
    cpu_s = sorted(costs)[len(costs) // 2]
    told = f"{cpu_s / n_characters * 1000:.2f} s, {cpu_s / length_s * 3600:.0f} s an hour of speech"
    say(f"{called}: CPU of 1,000 characters ({n_characters:,} were spoken)", told)
    say(f"{called}: takes of 1,000 characters", f"{length_s * 96_000 / n_characters / 1000:.2f} MB")


def _built(bench: Bench, project: Project, axis: str) -> None:
    """What windows and classes take, and how many windows variants along an `axis` share."""
    bench.forget("windows")
    (bench.cache / "costs.json").unlink(missing_ok=True)
    cost = run([*AUDIOSESSION, "catalogue", "build", "--json"], project.root)
    costs = read_costs(project)
    window_s, class_s = costs.of_window(USUAL_CLASS_S) or (0.0, 0.0)
    known = costs.classes
    say(f"catalogue by {axis}: CPU of a window / of a class beside", f"{window_s:.3f} / {class_s:.2f} s")
    told = f"{cost.cpu_s:.1f} s for {known.n:.0f} classes, {known.windows:.0f} windows"
    say(f"catalogue by {axis}: CPU of the whole command", told)
    n_all, different = 0, set[str]()
    for task in Tasks(project).all():
        if isinstance(task, Task):
            found = foresee(project, task.inputs, reckoner(project, task.inputs))
            n_all += found.n_windows
            different |= found.windows.keys()
    say(f"catalogue by {axis}: windows of two variants that are one", f"{2 * (1 - len(different) / n_all):.0%}")
    sounds = list(project.output.glob("*.mp3"))
    sizes = sum(path.stat().st_size for path in sounds)
    heads = [json.loads(path.with_suffix(".session.json").read_text("utf-8"))["audio"] for path in sounds]
    beside = sizes - sum(16_000 * head["duration"] for head in heads)
    say(f"catalogue by {axis}: bytes of an MP3 beside 16,000 a second", f"{beside / len(sounds) / 1000:.0f} kB")


def _planned(bench: Bench) -> None:
    """What a plan takes of which nothing was spoken, and one of which all was."""
    axes = (*_AXES.values(), 'detail = ["fade", "cues"]')
    project = _project(bench.folder / "planned", _PLANNED[:2] if bench.quick else _PLANNED, *axes)
    bench.forget("takes", "windows")
    for called in ("nothing was spoken", "all was spoken, nothing built"):
        before_s = process_time()
        plan = plan_catalogue(project)
        took_s = (process_time() - before_s) / len(plan.rows)
        hours = plan.length / 3_600_000
        told = f"{300 * took_s:.0f} s of CPU ({len(plan.rows)} were planned, {hours:.1f} hours of sound)"
        say(f"catalogue plan of 300 variants, {called}", told, "60 s")
        for task in Tasks(project).all():
            if isinstance(task, Task):
                Speaker(project, task.inputs, unwatched).speak(task.inputs.written.narration.lines())


def _published(bench: Bench, folder: Path) -> None:
    """What an episode takes at its host beside its sound, and in the feed."""
    sizes, n_bytes = [], []
    names = sorted(path.stem for path in (folder / "output").glob("*.mp3"))
    for number in (1, len(names)):
        place = folder / f"site-{number}"
        run([*AUDIOSESSION, "publish", *names[:number], "--to", str(place), "--json"], folder)
        sizes.append((place / "feed.xml").stat().st_size)
        n_bytes.append(sum(path.stat().st_size for path in place.rglob("*") if path.suffix not in (".mp3", ".xml")))
    more = len(names) - 1
    say("an episode: bytes in the feed", f"{(sizes[1] - sizes[0]) / more / 1000:.2f} kB")
    say("an episode: bytes at the host beside its MP3", f"{(n_bytes[1] - n_bytes[0]) / more / 1000:.0f} kB")
