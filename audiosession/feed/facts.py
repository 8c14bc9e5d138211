"""What is decided once about a show and its episodes, and then stands: GUIDs and dates.

The file is small, is committed with the project, and is all that has to be kept for a feed to stay itself when
classes are rebuilt, renamed or moved to another host.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

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


class Facts(_Stored):
    """Everything decided so far."""

    schema_: Literal["audiosession/feed/1"] = Field(default="audiosession/feed/1", alias="schema")
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
        before = facts.model_dump_json()
        yield facts
        if facts.model_dump_json() != before:
            write_whole(path, _as_json(facts))


def _as_json(facts: Facts) -> bytes:
    table = facts.model_dump(mode="json", by_alias=True, exclude_none=True)
    table["episodes"] = {name: table["episodes"][name] for name in sorted(table["episodes"])}
    return (json.dumps(table, indent=2, ensure_ascii=False) + "\n").encode()
