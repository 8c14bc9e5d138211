"""What to do about a fault, in the words of the command line."""

from __future__ import annotations

from audiosession.errors import Act, AudioSessionError, Fault, Remedy

_WORDS: dict[Act, str] = {
    Act.BUILD: "build it: audiosession build {to}",
    Act.BUILD_MP3: "build it as MP3 too: audiosession build {to}",
    Act.BUILD_ANEW: "build it again: audiosession build {to} --force",
    Act.BUILD_ANYWAY: "build with what is there now: --anyway",
    Act.BUILD_AS_IT_WAS: "build it again: audiosession build --again {to} --anyway",
    Act.BUILD_SOMETHING: "audiosession build NAME, then audiosession publish NAME",
    Act.NARRATE: "audiosession narrate NAME > {to} makes one",
    Act.NARRATE_WITH: "leave --{to} out, or write it anew with audiosession narrate NAME --{to} …",
    Act.LIST_NAMES: "audiosession list exercises and audiosession list classes name them all",
    Act.NEW_PROJECT: "make it a project: audiosession new {to}",
    Act.NAME_OUTPUT: "name the file: -o {to}",
    Act.NO_MUSIC: "leave it out: --music none",
    Act.CHOOSE_VOICE: "build with --voice {to}",
    Act.ADD_VOICE: "audiosession voices add {to}",
    Act.TRANSLATE: "audiosession translate {to} --to {into}",
    Act.TRANSLATION_DONE: "read it, then audiosession translate {to} --to {into} --done",
    Act.ANY_VOICE: "--voice auto takes one that speaks it; --any-voice has this one speak all the same",
    Act.LIST_LANGUAGES: "audiosession voices --json lists all languages",
    Act.FILL: "record them (audiosession recording-list NAME lists them), or let a voice fill them: --fill {to}",
    Act.HEAR_WORDS: "audiosession verify {to} --words tells which lines of a class may not be understood",
    Act.LIST_RECORDINGS: "make a list first: audiosession recording-list NAME -o {to}",
    Act.SHOW_EXAMPLE: "audiosession new makes an example",
    Act.TRY_PUBLISH: "try it with --base-url http://127.0.0.1:8000 and audiosession serve",
    Act.PUBLISH: "audiosession publish NAME makes one",
    Act.NAME_EPISODES: "say which are meant: audiosession publish NAME…, or --all",
    Act.PUBLISH_AS_NEW: "publish with --as-new",
    Act.OTHER_PORT: "choose another with --port",
}
_USUAL = {Act.NARRATE: "my.txt", Act.FILL: "espeak", Act.HEAR_WORDS: "FILE"}


def worded(remedy: Remedy | str) -> str:
    """Return what to type for `remedy`; a text is its own words."""
    if isinstance(remedy, str):
        return remedy
    return _WORDS[remedy.act].format(to=remedy.to or _USUAL.get(remedy.act, "NAME"), into=remedy.into or "TAG")


def hint_of(fault: AudioSessionError | Fault) -> str:
    """Return everything that can be done about `fault`, in one line; empty where nothing is known."""
    return ", or ".join(filter(None, (fault.hint, worded(fault.remedy) if fault.remedy else "")))


def noticed(notice: Fault) -> str:
    """Return a notice with what can be done about it, in one line."""
    hint = hint_of(notice)
    return notice.message + (f" ({hint})" if hint else "")
