"""What is decided once about a show and its episodes, and then stands: GUIDs and dates.

The file is small, is committed with the project, and is all that has to be kept for a feed to stay itself when
classes are rebuilt, renamed or moved to another host.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, FailFast, Field, ValidationError

from audiosession.errors import PublishError
from audiosession.feed.dates import EpisodeDate
from audiosession.feed.episode import EpisodeKind
from audiosession.files.lock import alone
from audiosession.files.reading import DOCUMENT_BYTES, read_at_most
from audiosession.files.whole import write_whole

_MOST_EPISODES = 20_000


def _few(value: object) -> object:
    """Refuse what can't be a show before each entry becomes an error of its own."""
    if isinstance(value, dict) and len(value) > _MOST_EPISODES:
        raise ValueError(f"has {len(value):,} episodes; at most {_MOST_EPISODES:,} are read")
    return value


class _Stored(BaseModel):
    model_config = ConfigDict(extra="forbid", validate_assignment=True)


class EpisodeFacts(_Stored):
    """What is decided about one episode; `sound` is the SHA-256 of the file last published."""

    guid: str
    date: EpisodeDate
    title: str | None = None
    season: int | None = Field(default=None, ge=1)
    number: int | None = Field(default=None, ge=1)
    kind: EpisodeKind = "full"
    sound: str | None = None


class ShowFacts(_Stored):
    """Everything decided so far about one show."""

    guid: str | None = None
    episodes: Annotated[dict[str, EpisodeFacts], BeforeValidator(_few)] = Field(default_factory=dict)
    retired: Annotated[list[str], FailFast()] = Field(default_factory=list)
    withdrawn: Annotated[list[str], FailFast()] = Field(default_factory=list)
    """Classes that were taken out: they come back only when they are named."""

    def taken(self) -> set[str]:
        """Return all GUIDs that were ever given."""
        return {*self.retired, *(episode.guid for episode in self.episodes.values())}

    def retire(self, guid: str) -> None:
        """Never give `guid` again."""
        self.retired = sorted({*self.retired, guid})

    def withdraw(self, slug: str) -> EpisodeFacts:
        """Forget the episode `slug` and retire its GUID; it comes back only when it is named."""
        gone = self.episodes.pop(slug)
        self.retire(gone.guid)
        self.withdrawn = sorted({*self.withdrawn, slug})
        return gone


class Facts(ShowFacts):
    """Everything decided so far: about the show, and about those beside it, by their languages."""

    schema_: Literal["audiosession/feed/1"] = Field(default="audiosession/feed/1", alias="schema")
    languages: dict[str, ShowFacts] = Field(default_factory=dict)

    def of(self, language: str) -> ShowFacts:
        """Return what is decided about the show in `language`, empty for the show itself; to be read and changed."""
        return self.languages.setdefault(language, ShowFacts()) if language else self

    def shows(self) -> dict[str, ShowFacts]:
        """Return what is decided about each show, by its language."""
        return {"": self, **self.languages}

    def every_episode(self) -> dict[str, EpisodeFacts]:
        """Return the episodes of all shows, by the names of their classes."""
        return {slug: one for show in self.shows().values() for slug, one in show.episodes.items()}

    def all_retired(self) -> frozenset[str]:
        """Return the GUIDs of all shows that are never given again."""
        return frozenset(guid for show in self.shows().values() for guid in show.retired)

    def all_withdrawn(self) -> set[str]:
        """Return the classes that were taken out of a show, and are in none."""
        return {slug for show in self.shows().values() for slug in show.withdrawn} - self.every_episode().keys()


def read_facts(path: Path) -> Facts:
    """Read the facts at `path`; a file that is not there is a show that was never published.

    Raises:
        PublishError: The file can't be read, or says something else than facts.
    """
    try:
        return Facts.model_validate_json(read_at_most(path, DOCUMENT_BYTES))
    except FileNotFoundError:
        return Facts()
    except OSError as error:
        raise PublishError(f"can't be read: {error.strerror}", path=path) from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"])[:100]
        hint = "take the last good one from your version control: it holds the GUIDs of the show"
        raise PublishError(f"{key + ': ' if key else ''}{first['msg']}", path=path, hint=hint) from error


@contextmanager
def deciding(path: Path) -> Iterator[Facts]:
    """Lend the facts at `path` for decisions, one process at a time; what was decided is stored at the end.

    Raises:
        PublishError: Another process holds them for a minute.
        OutputError: They can't be written.
    """
    with alone(path.parent):
        facts = read_facts(path)
        before = _as_json(facts)
        yield facts
        if (after := _as_json(facts)) != before:
            write_whole(path, after)


def _as_json(facts: Facts) -> bytes:
    table = facts.model_dump(mode="json", by_alias=True, exclude_none=True)
    languages = table.pop("languages")
    told = {tag: _in_order(languages[tag]) for tag in sorted(languages) if languages[tag].get("guid")}
    table = _in_order(table) | ({"languages": told} if told else {})
    return (json.dumps(table, indent=2, ensure_ascii=False) + "\n").encode()


def _in_order(show: dict[str, Any]) -> dict[str, Any]:
    return {**show, "episodes": {name: show["episodes"][name] for name in sorted(show["episodes"])}}
