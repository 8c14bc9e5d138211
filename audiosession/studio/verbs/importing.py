"""What the door does with what people have elsewhere: articles, patterns of breath apps, lists of exercises."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypedDict, Unpack

from audiosession.errors import DefinitionError
from audiosession.progress import Teller, untold
from audiosession.studio.verbs.opened import Opened

if TYPE_CHECKING:
    from audiosession.importing.imported import Imported
    from audiosession.studio.importing.results import ImportedArticle


class ImportWanted(TypedDict, total=False):
    """What may be asked of an import beside where it comes from."""

    name: str
    """What the draft is called, where it is one; else it is called as its title."""
    language: str
    """The tag of the language of its words; that of the text where nothing is said."""
    keep_words: bool
    """Have its sentences stay as they are: for one's own texts."""
    model: str | None
    """The address of a server with OpenAI's chat API, which drafts in place of the rules."""
    model_name: str
    """Which of its models; the only one that it has where nothing is said."""


@dataclass(frozen=True)
class Importing(Opened):
    """The verbs of `audiosession.studio.studio.Studio` for what is brought from elsewhere; see there."""

    def article_languages(self) -> tuple[str, ...]:
        """Return the tags of the languages that an article can be read in."""
        from audiosession.studio.importing.books import books

        return tuple(books())

    def drafts_of(
        self, text: str, *, kind: Literal["text", "html"] = "text", language: str = "", keep_words: bool = False
    ) -> Imported:
        """Return the exercises that an article becomes, by rules, as drafts; nothing is written.

        Raises:
            DefinitionError: There is no exercise in it.
        """
        from audiosession.studio.importing.drafting import ImportAsked, drafted_exercises
        from audiosession.studio.importing.sources import SourceText

        asked = ImportAsked(language=language, keep_words=keep_words)
        return drafted_exercises(self.project, SourceText(text=text, is_html=kind == "html"), asked, untold)

    def import_article(
        self,
        source: str,
        *,
        content: bytes | None = None,
        rehearsal: bool = False,
        tell: Teller = untold,
        **wanted: Unpack[ImportWanted],
    ) -> ImportedArticle:
        """Write what an article becomes into the project, to edit: its exercises, all of them or none.

        A pattern of a breath app in JSON becomes an exercise, a list of exercises a class.

        Args:
            source: A file, an address on the web, or ``-`` with `content`.
            content: What is read in place of the source, whose name tells what it is.
            rehearsal: Write nothing.
            tell: Told to which host the text is sent, before it is.
            wanted: Its name and language, whether words are kept, and a model.

        Raises:
            DefinitionError: The source can't be read, or there is nothing in it that could be drafted.
            ModelError: The model can't be asked.
            NotFoundError: Nothing is there; or there is no project to write into.
            OutputError: An exercise or a class is called so already.
        """
        from audiosession.studio.importing.drafting import ImportAsked, drafts_from
        from audiosession.studio.importing.results import ImportedArticle, ImportedDraft
        from audiosession.studio.importing.sources import STANDARD_INPUT, is_web_address, read_source
        from audiosession.studio.importing.write import write_drafts
        from audiosession.studio.models.model import open_model

        address = wanted.get("model")
        asked = ImportAsked(
            name=wanted.get("name", ""),
            language=wanted.get("language", ""),
            keep_words=wanted.get("keep_words", False),
            model=None if address is None else open_model(address, wanted.get("model_name", "")),
        )
        material = read_source(source, content)
        try:
            kind, imported = drafts_from(self.project, material, asked, tell)
        except DefinitionError as error:
            raise (error if source == STANDARD_INPUT or is_web_address(source) else error.at(Path(source))) from None
        paths = [None] * len(imported.drafts) if rehearsal else write_drafts(self.project, kind, imported.drafts)
        drafts = zip(imported.drafts, paths, strict=True)
        return ImportedArticle(
            language=imported.language,
            drafts=tuple(ImportedDraft(kind=kind, draft=draft, path=path) for draft, path in drafts),
            sentences=imported.sentences,
        )
