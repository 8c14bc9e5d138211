"""Write a class for editors: its stems as WAV files, their labels, and a timeline."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from audiosession.building.gather import Inputs
from audiosession.building.mix import set_desk
from audiosession.building.place import place_class
from audiosession.codecs.otio import otio_document, otio_is_installed
from audiosession.codecs.wav import open_wav
from audiosession.errors import OutputError
from audiosession.files.whole import whole_file, write_whole
from audiosession.progress import Progress, Watcher
from audiosession.project.project import Project
from audiosession.sound.stems import STEM_BITS, STEMS, stems
from audiosession.timing.telling.labels import audacity_labels
from audiosession.units import Ms

LABELS, TIMELINE = "labels.txt", "timeline.otio"
NO_OTIO = f"no {TIMELINE}: OpenTimelineIO is not installed (pip install 'audiosession[editors]')"


@dataclass(frozen=True, kw_only=True)
class Stems:
    """A class as it was written for editors: the files in a folder."""

    folder: Path
    files: tuple[Path, ...]


def write_stems(project: Project, inputs: Inputs, folder: Path, watch: Watcher, tell: Callable[[str], None]) -> Stems:
    """Write the stems of what `inputs` are for into `folder`.

    All stems take their names at the end or none does. Memory stays that of a window.

    Args:
        project: Where its definitions stand.
        inputs: What to build; its own file is not touched.
        folder: Made where it is missing; what a class left there before is replaced.
        watch: Told how far the work is.
        tell: Told where there is no .otio file for want of the package.

    Raises:
        AudioSessionError: Something is at fault, such as a `folder` that is a file.
    """
    if folder.exists() and not folder.is_dir():
        raise OutputError("is a file, and stems go into a folder", path=folder, hint="name a folder")
    placed = place_class(project, inputs, watch, lambda line: None)
    timeline = placed.timeline
    recipes, sources = set_desk(project, inputs, placed, lead=Ms(0), tail=Ms(0))
    paths = {name: folder / f"{name}.wav" for name in STEMS}
    with ExitStack() as files:
        writers = {
            name: files.enter_context(open_wav(files.enter_context(whole_file(path)), bits=STEM_BITS))
            for name, path in paths.items()
        }
        for number, recipe in enumerate(recipes):
            watch(Progress(stage="stems", done=number, total=len(recipes)))
            for name, block in stems(recipe, sources).items():
                writers[name](block)
        watch(Progress(stage="stems", done=len(recipes), total=len(recipes)))
    beside = {LABELS: audacity_labels(timeline)}
    if otio_is_installed():
        names = {name: path.name for name, path in paths.items()}
        beside[TIMELINE] = otio_document(timeline, placed.written.title, names)
    else:
        tell(NO_OTIO)
    for name, text in beside.items():
        write_whole(folder / name, text.encode())
    return Stems(folder=folder, files=(*paths.values(), *(folder / name for name in beside)))
