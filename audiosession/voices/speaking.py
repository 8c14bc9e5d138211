"""Speak the lines of a class: what is in the store is not asked for again, what is spoken is stored at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable

from audiosession.errors import AudioSessionError, VoiceError
from audiosession.spelling import spoken_letters
from audiosession.voices.store import Take, TakeStore
from audiosession.voices.tempos.tempo import tuned
from audiosession.voices.voice import NotingVoice, Voice

ATTEMPTS = 3
"""How often a line is asked for when its take can't be what was said."""
_SLACK_S = 0.5

Ready = Callable[[int, int], None]
"""Called with the number of lines that are ready, and of all."""


def takes_for(
    voice: Voice,
    texts: Iterable[str],
    store: TakeStore,
    progress: Ready | None = None,
    *,
    respell: Callable[[str], str] | None = None,
) -> dict[str, Take]:
    """Return the take of every line, asking the voice only for those that the store lacks.

    Args:
        texts: The lines as the captions show them; a line may come more than once.
        respell: Returns what is spoken for a line (the lexicon); the line itself by default.
        progress: Told after each line that is new.

    Raises:
        VoiceError: A line could not be spoken. No further line is begun; those that were spoken are in the store,
            and the hint says how many.
    """
    takes, n_new = _takes_for(voice, texts, store, progress, respell=respell)
    if n_new:
        from audiosession.voices.tempos.heard import keep_tempo  # for a line that is new

        keep_tempo(store, voice, takes.values())
    return takes


def _takes_for(
    voice: Voice,
    texts: Iterable[str],
    store: TakeStore,
    progress: Ready | None = None,
    *,
    respell: Callable[[str], str] | None = None,
) -> tuple[dict[str, Take], int]:
    """Return the take of every line as `takes_for` does, and how many of them are new."""
    wanted = list(dict.fromkeys(texts))
    spoken = {text: respell(text) if respell else text for text in wanted}
    address = voice.address
    noted = isinstance(voice, NotingVoice)
    store.fetch(spoken.values(), address=address)
    found = {text: store.find(text=text, spoken=spoken[text], address=address, noted=noted) for text in wanted}
    takes = {text: take for text, take in found.items() if take is not None}
    missing = [text for text in wanted if text not in takes]
    tell = progress or (lambda ready, total: None)
    tell(len(takes), len(wanted))
    if not missing:
        return takes, 0
    speaking = tuned(voice, lambda measured, lines: _takes_for(measured, lines, store)[0].values())
    from concurrent.futures import ThreadPoolExecutor, as_completed

    failures: list[AudioSessionError] = []
    stop = threading.Event()

    def one(text: str) -> None:
        if stop.is_set():
            return
        try:
            takes[text] = _speak_one(speaking, text, spoken[text], store, address)
        except AudioSessionError as error:
            failures.append(error)
            stop.set()

    with ThreadPoolExecutor(max(1, voice.at_a_time), thread_name_prefix="voice") as pool:
        try:
            for job in as_completed([pool.submit(one, text) for text in missing]):
                job.result()
                if not stop.is_set():
                    tell(len(takes), len(wanted))
        finally:
            stop.set()  # Ctrl-C waits for the lines under way, not for all
    if failures:
        raise _with_count(failures[0], ready=len(takes), total=len(wanted)) from failures[0]
    return {text: takes[text] for text in wanted}, len(missing)


def _speak_one(voice: Voice, text: str, spoken: str, store: TakeStore, address: str) -> Take:
    from audiosession.voices.take import prepare  # numpy, for a line that is new

    trouble: VoiceError | None = None
    for _attempt in range(ATTEMPTS):
        sound = voice.speak(spoken)
        try:
            take = prepare(sound, text=text)
        except VoiceError as error:
            trouble = error
            continue
        trouble = _implausible(voice, spoken, len(take) / 1000)
        if trouble is None:
            notes = voice.notes(spoken) if isinstance(voice, NotingVoice) else ()
            return store.keep(take, text=text, spoken=spoken, address=address, notes=notes)
    assert trouble is not None
    raise trouble


def _implausible(voice: Voice, spoken: str, duration: float) -> VoiceError | None:
    least, most = (each * n for each, n in zip(voice.seconds_per_character, spoken_letters(spoken), strict=True))
    if least - _SLACK_S <= duration <= most + _SLACK_S:
        return None
    kind = "short" if duration < least else "long"
    return VoiceError(
        f"the take of {spoken!r} is too {kind}: {duration:.1f} s, {ATTEMPTS} times",
        hint=f"between {max(0.0, least - _SLACK_S):.1f} and {most + _SLACK_S:.1f} s would do; try another voice",
    )


def _with_count(error: AudioSessionError, *, ready: int, total: int) -> AudioSessionError:
    if not isinstance(error, VoiceError) or total == 1:  # of one line there is no rest
        return error
    hint = f"{ready} of {total} lines are spoken and kept; build again to ask only for the rest"
    said = f"{error.hint}; {hint}" if error.hint else hint
    return VoiceError(error.message, hint=said, remedy=error.remedy, path=error.path, line=error.line)
