"""What the show notes of a class tell, from its session and from what its maker wrote."""

from __future__ import annotations

from dataclasses import dataclass

from audiosession.feed.clean import safe_html, text_to_html
from audiosession.session import Session, SessionSection
from audiosession.timing.telling.chapters import chapters
from audiosession.timing.timeline import TimelineSection
from audiosession.units import to_ms, to_seconds

NO_LICENCE = "licence not given"


@dataclass(frozen=True, kw_only=True)
class ShowNotes:
    """The words of show notes; `own_html` is safe already. `music` tells whose all that is heard is."""

    purpose: tuple[str, ...]
    position: tuple[str, ...]
    cautions: tuple[str, ...]
    music: tuple[str, ...]
    sections: tuple[SessionSection, ...]
    own_html: str


def show_notes(session: Session, own: str, is_html: bool) -> ShowNotes:
    """Return what there is to tell of `session`; `own` is what the user wrote about it, plain text or HTML."""
    return ShowNotes(
        purpose=_if_any(session.description),
        position=_if_any(session.position),
        cautions=session.cautions,
        music=_if_any(_music(session)) + _if_any(_sounds(session)) + _if_any(_voice(session)),
        sections=session_chapters(session),
        own_html=safe_html(own) if is_html else text_to_html(own),
    )


def session_chapters(session: Session) -> tuple[SessionSection, ...]:
    """Return the chapters of a built class: those of its JSON chapters and of its sound file."""
    marks = [
        TimelineSection(title=one.title, exercise=one.exercise, start=to_ms(one.start), end=to_ms(one.end))
        for one in session.sections
        if one.end > one.start
    ]
    return tuple(
        SessionSection(title=one.title, exercise=one.exercise, start=to_seconds(one.start), end=to_seconds(one.end))
        for one in chapters(marks)
    )


def _if_any(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


def title_and_maker(title: str, credit: str) -> str:
    """Return what a piece of music is called, and by whom it is; either may be empty.

    >>> title_and_maker("Still Water", "audiosession"), title_and_maker("Rain", "")
    ('Still Water by audiosession', 'Rain')
    """
    return title + (" by " if title and credit else "") + credit


def _music(session: Session) -> str:
    """Return whose the music is, each bed with its own maker and licence."""
    if session.beds:
        told = (f"{title_and_maker(b.title or b.name, b.credit)} ({b.licence or NO_LICENCE})" for b in session.beds)
        return f"Music: {'; '.join(told)}."
    title, credit, licence = session.music_title, session.music_credit, session.music_licence
    if sum(name.startswith("the bed ") for name in session.made_from) > 1:
        credit = licence = ""  # a session of an older version: nobody knows whose of them it is
    if not (credit or licence or title):
        return ""
    return f"Music: {title_and_maker(title, credit)}" + (f" ({licence})" if licence else "") + "."


def _sounds(session: Session) -> str:
    return f"Sounds: {session.sound_credit}." if session.sound_credit else ""


def _voice(session: Session) -> str:
    return f"Voice: {session.voice_credit}." if session.voice_credit else ""
