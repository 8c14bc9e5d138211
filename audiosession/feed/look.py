"""The look of a show: what its covers take from it."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationInfo, WithJsonSchema

from audiosession.feed.letters import fit_line


def _line(text: str, key: ValidationInfo) -> str:
    if not fit_line(text):
        raise ValueError(f"{key.field_name} is empty")
    return fit_line(text)


Line = Annotated[str, AfterValidator(_line), WithJsonSchema({"type": "string", "pattern": r"\S"})]


class Look(BaseModel):
    """What the table `[show]` says of covers: enough to build with, whatever it lacks to be published.

    `title` stands over the title of each class.
    """

    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True)

    title: Line = ""
    cover: str | None = None
    colour: str | None = None
    motif: str | None = None
