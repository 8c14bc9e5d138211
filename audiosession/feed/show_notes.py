"""What the show notes of a class tell, from its session and from what its maker wrote."""

from __future__ import annotations

from dataclasses import dataclass

from audiosession.feed.clean import safe_html, text_to_html
from audiosession.feed.letters import fit_line
from audiosession.session import Session, SessionSection
from audiosession.timing.telling.chapters import chapters
from audiosession.timing.timeline import TimelineSection
from audiosession.units import to_ms, to_seconds
from audiosession.writing.words.pages import PageWords
from audiosession.writing.words.places import filled

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


def show_notes(session: Session, own: str, is_html: bool, words: PageWords) -> ShowNotes:
    """Return what there is to tell of `session` in the `words` of its language.

    `own` is what the user wrote about it, plain text or HTML.
    """
    return ShowNotes(
        purpose=_if_any(session.description),
        position=_if_any(words.in_positions(session.position)),
        cautions=session.cautions,
        music=tuple(filter(None, (_music(session, words), _sounds(session, words), _voice(session, words)))),
        sections=session_chapters(session, words),
        own_html=safe_html(own) if is_html else text_to_html(own),
    )


def session_chapters(session: Session, words: PageWords) -> tuple[SessionSection, ...]:
    """Return the chapters of a built class: those of its JSON chapters and of its sound file, each with a title."""
    marks = [
        TimelineSection(title=one.title, exercise=one.exercise, start=to_ms(one.start), end=to_ms(one.end))
        for one in session.sections
        if one.end > one.start
    ]
    return tuple(
        SessionSection(
            title=fit_line(one.title) or filled(words.part, number=number),
            exercise=one.exercise,
            start=to_seconds(one.start),
            end=to_seconds(one.end),
        )
        for number, one in enumerate(chapters(marks), 1)
    )


def _if_any(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


def title_and_maker(title: str, credit: str, by: str = "{title} by {maker}") -> str:
    """Return what a piece of music is called, and by whom it is; either may be empty. `by` tells both.

    >>> title_and_maker("Still Water", "audiosession"), title_and_maker("Rain", "")
    ('Still Water by audiosession', 'Rain')
    """
    return filled(by, title=title, maker=credit) if title and credit else title or credit


def _music(session: Session, words: PageWords) -> str:
    """Return whose the music is, each bed with its own maker and licence."""
    if session.beds:
        beds = ((title_and_maker(b.title or b.name, b.credit, words.by), b.licence) for b in session.beds)
        told = "; ".join(f"{bed} ({licence or words.no_licence})" for bed, licence in beds)
        return filled(words.music, music=told)
    title, credit, licence = session.music_title, session.music_credit, session.music_licence
    if sum(name.startswith("the bed ") for name in session.made_from) > 1:
        credit = licence = ""  # a session of an older version: nobody knows whose of them it is
    if not (credit or licence or title):
        return ""
    return filled(words.music, music=_credit(title_and_maker(title, credit, words.by), licence))


def _sounds(session: Session, words: PageWords) -> str:
    """Return whose the sounds are; a session of an older version has them in one line of English."""
    told = (_credit(title_and_maker(s.title or s.name, s.credit, words.by), s.licence) for s in session.sounds)
    credit = "; ".join(dict.fromkeys(told)) or session.sound_credit
    return filled(words.sounds, sounds=credit) if credit else ""


def _credit(said: str, licence: str) -> str:
    return f"{said} ({licence})" if licence else said


def _voice(session: Session, words: PageWords) -> str:
    return filled(words.voice, voice=session.voice_credit) if session.voice_credit else ""
