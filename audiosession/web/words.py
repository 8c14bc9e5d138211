"""What to do about a fault, in the words of the studio: what to click, never what to type."""

from __future__ import annotations

from pathlib import Path

from audiosession.errors import Act, Fault, Remedy, Where
from audiosession.studio.as_json import Words

_WORDS: dict[Act, str] = {
    Act.BUILD: "build {to} under Build",
    Act.BUILD_MP3: "build {to} as MP3 under Build",
    Act.BUILD_ANEW: "build {to} anew under Build",
    Act.BUILD_ANYWAY: "build it with what is there now",
    Act.BUILD_AS_IT_WAS: "build it with what is there now",
    Act.BUILD_SOMETHING: "build a class, then publish it",
    Act.NARRATE: "open an exercise and look at its narration",
    Act.NARRATE_WITH: "leave {to} as it is",
    Act.LIST_NAMES: "the library shows all exercises and classes",
    Act.NEW_PROJECT: "begin a project of your own on the first page",
    Act.NAME_OUTPUT: "choose another name: {to}",
    Act.NO_MUSIC: "choose no music",
    Act.CHOOSE_VOICE: "choose the voice {to}",
    Act.ADD_VOICE: "add the voice {to} under Voices",
    Act.TRANSLATE: "write the words of {to} in {into}",
    Act.TRANSLATION_DONE: "read the words of {to} in {into}, and say that they are done",
    Act.ANY_VOICE: "choose the voice “auto”, which speaks the language",
    Act.LIST_LANGUAGES: "Voices lists what each engine speaks",
    Act.FILL: "record the lines, or choose a voice that fills them",
    Act.HEAR_WORDS: "listen to {to}",
    Act.LIST_RECORDINGS: "make a list of what to record",
    Act.SHOW_EXAMPLE: "Publish shows what your show needs",
    Act.TRY_PUBLISH: "publish to this machine, for a trial",
    Act.PUBLISH: "publish what is built",
    Act.NAME_EPISODES: "choose which classes are meant",
    Act.PUBLISH_AS_NEW: "publish it as a new episode",
    Act.OTHER_PORT: "open the studio on another port",
}


def _worded(remedy: Remedy | str) -> str:
    """Return what to do, as a person in the studio does it; a text is its own words."""
    if isinstance(remedy, str):
        return remedy
    return _WORDS[remedy.act].format(to=remedy.to or "it", into=remedy.into or "the language")


def _hint(fault: Fault) -> str:
    """Return everything that can be done about `fault`, in one line; empty where nothing is known."""
    return ", or ".join(filter(None, (fault.hint, _worded(fault.remedy) if fault.remedy else "")))


def _shown(path: Where) -> str:
    """Return a path as a page shows it: the last folders and the name, and nothing of where a project lies."""
    parts = Path(path).parts if isinstance(path, Path) else ()
    for top in ("scripts", "music", "output"):
        if top in parts:
            return "/".join(parts[len(parts) - 1 - parts[::-1].index(top) :])
    return Path(path).name if isinstance(path, Path) else path


WORDS = Words(path=_shown, remedy=_worded, hint=_hint)
"""How results are told in the studio."""
