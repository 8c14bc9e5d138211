"""What the show notes of a class tell, from its session and from what its maker wrote."""

from __future__ import annotations

from dataclasses import dataclass

from audiosession.feed.clean import safe_html, text_to_html
from audiosession.session import Session, SessionSection


@dataclass(frozen=True, kw_only=True)
class ShowNotes:
    """The words of show notes; `own_html` is safe already."""

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
        music=_if_any(_music(session)),
        sections=timed_sections(session),
        own_html=safe_html(own) if is_html else text_to_html(own),
    )


def timed_sections(session: Session) -> tuple[SessionSection, ...]:
    """Return the sections that people can find again: those that last."""
    return tuple(section for section in session.sections if section.end > section.start)


def _if_any(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


def _music(session: Session) -> str:
    title, credit, licence = session.music_title, session.music_credit, session.music_licence
    if not (credit or licence or title):
        return ""
    words = f"Music: {title}" + (" by " if title and credit else "") + credit
    return words + (f" ({licence})" if licence else "") + "."
