"""A class as a person reads of it: one that was built, or one that was only rehearsed."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from audiosession.cli.report import say_error, shown
from audiosession.cli.saying import print_line, tell
from audiosession.units import clock, to_ms

if TYPE_CHECKING:
    from audiosession.studio.results import Built, BuiltPart, Failed, Many, Previewed, PreviewFile, Rehearsed, Session

_MOST_NOTES = 6


def say_built(built: Built) -> None:
    """Print what was made."""
    session = built.session
    if built.unchanged:
        print_line(f"{shown(built.path)} is up to date: nothing has changed since it was built (--force builds anew)")
        return
    print_line(f"\n{session.title}  →  {shown(built.path)}\n")
    for label, text in _rows(session):
        print_line(f"  {label:<8} {text}")
    if built.made < built.windows:
        print_line(f"  {'made':<8} {built.made} of {built.windows} windows; the others were made before")
    for change in built.changes:
        print_line(f"  {'changed':<8} {change}")
    for remark in built.remarks:
        print_line(f"  {'quiet':<8} {remark}")
    _say_notes(built)


def say_many(many: Many) -> None:
    """Print what became of each of several classes, and at the end why some could not be made."""
    for one in many.outcomes:
        match type(one).__name__:  # their types are heavy to load
            case "Built":
                say_built(cast("Built", one))
            case "Rehearsed":
                say_rehearsed(cast("Rehearsed", one))
    for failed in many.failed:
        _say_failed(failed)


def _say_failed(failed: Failed) -> None:
    tell(f"{failed.name} could not be built:")
    say_error(failed.error)


def say_preview(written: PreviewFile) -> None:
    """Print where a preview lies, and what is said in it."""
    heard = written.previewed
    print_line(f"{heard.title}, {clock(heard.start)} to {clock(heard.end)}  →  {shown(written.path)}")
    _say_heard(heard)


def say_part(built: BuiltPart) -> None:
    """Print where a part of a class lies, and what is said in it."""
    print_line(f"{built.title}, {clock(built.start)} to {clock(built.end)}  →  {shown(built.path)}")
    _say_heard(built)


def _say_heard(heard: Previewed | BuiltPart) -> None:
    for clip in heard.cues:
        if clip.kind == "speech":
            print_line(f"  {clip.start / 1000:8.3f}  {clip.text}")
    if not heard.is_exact:
        print_line("  not all lines were spoken yet, so in the end it may be a little louder or softer")


def _rows(session: Session) -> list[tuple[str, str]]:
    audio, settings = session.audio, session.settings
    lines = sum(event.kind == "speech" for event in session.events)
    reps = f", {settings.reps} rep{'s' * (settings.reps > 1)}" if settings.reps else ""
    count = f"{settings.seconds_per_count:g}"
    named = "" if settings.pace == count else f"{settings.pace}, "
    level = f", level {settings.level}" if settings.level else ""
    pace = f"{named}{count} s a count{reps}, detail {settings.detail}{level}"
    return [
        ("length", f"{clock(to_ms(audio.duration))}, {lines} lines, {audio.bytes / 1e6:.1f} MB"),
        ("pace", pace),
        ("voice", settings.voice + (f", counts by {settings.count_voice}" if settings.count_voice else "")),
        *([("takes", takes)] if (takes := _takes(session)) else []),
        ("bed", _beds(session) + ("" if settings.tones else ", no guide tones")),
        ("sound", f"{_loudness(session)}, true peak {audio.true_peak_dbtp:.1f} dBTP"),
    ]


def _takes(session: Session) -> str:
    """Return which lines are not heard as usual: other takes, and recordings in their place; empty where all are."""
    told = {
        e.text: "own recording" if e.recording else f"take {e.take}" for e in session.events if e.take or e.recording
    }
    shown = [f"“{text}” {what}" for text, what in list(told.items())[:_MOST_NOTES]]
    return "; ".join([*shown, *([f"and {len(told) - _MOST_NOTES} more"] if len(told) > _MOST_NOTES else [])])


def _beds(session: Session) -> str:
    """Return which beds are heard, each with its licence, and how much louder or softer than usual."""
    settings = session.settings
    told = [(bed.title or bed.name) + (f" ({bed.licence})" if bed.licence else "") for bed in session.beds]
    if settings.music is None or not told:
        return settings.music or "none"
    return ", ".join(told) + (f", {settings.music_level_db:+g} dB" if settings.music_level_db else "")


def _loudness(session: Session) -> str:
    """Return how loud a class is: its speech, where that is known, and all of it."""
    audio = session.audio
    programme = f"{audio.integrated_lufs:.1f} LUFS"
    return programme if audio.speech_lufs is None else f"speech {audio.speech_lufs:.1f} LUFS, in all {programme}"


def _say_notes(built: Built) -> None:
    shorter = [note for note in built.notes if not note.is_unsaid]
    if shorter:
        print_line(f"  {'shorter':<8} {_lines(len(shorter))} gave way to a form that fits the breath:")
        for note in shorter[:_MOST_NOTES]:
            print_line(f"  {'':<8}   “{note.wanted}” → “{note.became}”")
        if len(shorter) > _MOST_NOTES:
            print_line(f"  {'':<8}   and {len(shorter) - _MOST_NOTES} more; --json lists them all")
    _say_unsaid(built)


def _say_unsaid(result: Built | Rehearsed) -> None:
    """Print which lines fit in no form, each once in however many reps it stands, with the shortest remedy."""
    unsaid = {note.remedy: note for note in reversed(result.notes) if note.is_unsaid}
    if not unsaid:
        return
    fit = "1 line fits its" if len(unsaid) == 1 else f"{len(unsaid)} lines fit their"
    print_line(f"  {'unsaid':<8} {fit} breath in no form, and no breath grows for words:")
    for remedy, note in reversed(unsaid.items()):
        place = f"{shown(note.path)}:{note.line}" if note.path else f"narration line {note.line}"
        print_line(f"  {'':<8}   {place}, “{note.wanted}”: {remedy}")


def _lines(number: int) -> str:
    return "1 line" if number == 1 else f"{number} lines"


def say_rehearsed(rehearsed: Rehearsed) -> None:
    """Print the plan of a class, its sections and its length; say so where lengths are guesses."""
    print_line(f"\n{rehearsed.written.title}: nothing is made\n")
    for mark in rehearsed.chapters:
        print_line(f"  {clock(mark.start):>7}  {mark.title}")
    print_line(f"  {clock(rehearsed.timeline.length):>7}  end")
    plan = rehearsed.written.plan
    if plan is not None:
        forms = [f" ({item.exercise.level})" if item.level else "" for item in plan.exercises]
        done = zip(plan.exercises, forms, strict=True)
        print_line("\n  " + ", ".join(f"{item.exercise.title} × {item.reps}{form}" for item, form in done))
    for change in rehearsed.changes:
        print_line(f"  changed  {change}")
    _say_unsaid(rehearsed)
    if rehearsed.n_guessed:
        lines = "1 line was" if rehearsed.n_guessed == 1 else f"{rehearsed.n_guessed} lines were"
        print_line(f"  about    {lines} never spoken yet, so these times are estimates")
