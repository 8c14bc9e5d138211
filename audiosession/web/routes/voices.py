"""The page of voices and of the lexicon."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import BaseRoute

from audiosession.errors import DefinitionError
from audiosession.studio.as_json import Json, as_json
from audiosession.web.answers import Ask, route
from audiosession.web.pages import view
from audiosession.web.routes.texts import told_text
from audiosession.web.words import WORDS

_MOST_LETTERS = 400
"""So long is a line that a voice is tried by; a class has none that is longer."""


def _voices(ask: Ask) -> dict[str, Json]:
    studio = ask.desk.studio
    usual = studio.usual_speech()
    language = ask.query.get("language") or usual.language
    return {
        "engines": as_json(studio.voices.engines(), WORDS),
        "ready": as_json(studio.ready_voices(language), WORDS),
        "language": language,
        "good": list(studio.good_voices(language)),
        "line": studio.sample_line(language),
        "usual": {"voice": usual.voice, "language": usual.language, "words_per_minute": usual.words_per_minute},
        "languages": list(studio.spoken_languages()),
        "jobs": [job.told() for job in ask.desk.queue.jobs() if job.kind == "voice"],
    }


def _page(ask: Ask) -> dict[str, Json]:
    lexicon = told_text(ask, "lexicon", "lexicon")
    return {**_voices(ask), "lexicon": lexicon, "journal": lexicon["journal"]}


def _sample(ask: Ask) -> Response:
    """Answer with a line in a voice. It is asked for by POST: a voice may be a program, and runs it."""
    asked = ask.json
    spec, text, language = (str(asked.get(key) or "").strip() for key in ("voice", "text", "language"))
    if not spec:
        raise DefinitionError("which voice is to be heard?")
    if len(text) > _MOST_LETTERS:
        raise DefinitionError(f"that is more than {_MOST_LETTERS} letters", hint="try a line as a class has it")
    made = ask.desk.studio.voices.sample(spec, text, language or None)
    return Response(made.sound, media_type="audio/wav")


VOICES: list[BaseRoute] = [
    view("/voices", "voices", "Voices", _page),
    route("GET", "/api/voices", _voices),
    route("POST", "/api/voices/sample", _sample),
]
"""The routes of it."""
