"""All that is wrong in show.toml, in one reading: for whoever checks it, and before anything is published."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel

from audiosession.definitions import KeyPath, check_table
from audiosession.errors import (
    MOST_FAULTS,
    AudioSessionError,
    Fault,
    FaultsError,
    NotFoundError,
    StoreError,
    VoiceError,
    near_miss,
    nearest,
)
from audiosession.feed.look import Look
from audiosession.project.beds import find_bed
from audiosession.project.covers import look_faults
from audiosession.project.project import Project
from audiosession.project.settings import ShowFile, in_languages, language_tables, show_file
from audiosession.project.sounds.found import ENDS, find_sound
from audiosession.voices.languages import primary
from audiosession.voices.registry import engine_facts, engines, open_voice
from audiosession.voices.settings import SettingsError
from audiosession.writing.choices import Defaults

_TABLES = ("show", "defaults", "store", "voices")
"""The tables of show.toml; the settings of voices are read by each engine itself."""
_OPENED_BARE = ("espeak", "gtts", "openai", "piper")
"""Engines that open without an argument, and ask nobody when they do."""
_OPENED = ("espeak", "gtts")
"""Those that tell by themselves, on any machine, whether a voice of theirs exists."""
_USUAL_LANGUAGE = "en"
_WHOLE = {"title": "-", "description": "-", "author": "-", "email": "nobody@localhost.localdomain"}
"""A show in which nothing is wrong."""


@cache
def _models() -> Mapping[str, type[BaseModel]]:
    """Return what each table of show.toml must be, but that of the voices."""
    from audiosession.feed.show import Show  # for whoever has a show.toml
    from audiosession.files.sharing.opening import StoreTable

    return {"show": Show, "defaults": Defaults, "store": StoreTable}


def show_faults(project: Project) -> tuple[Fault, ...]:
    """Return all that is wrong in show.toml, in the order of its lines; a project without one, or a show, is fine."""
    found = _read(project)
    if isinstance(found, ShowFile):
        return _in_order([*_build_faults(project, found), *_published_faults(project, found)])
    return found


def build_faults(project: Project) -> tuple[Fault, ...]:
    """Return what is wrong in show.toml as far as builds read it: the defaults, and the settings of voices."""
    found = _read(project)
    return _in_order(_build_faults(project, found)) if isinstance(found, ShowFile) else found


def _voices_faults(file: ShowFile) -> list[Fault]:
    """Return what is wrong in the tables ``[voices.*]``, as far as can be told without speaking.

    That is a table which is meant for no engine, or holds what its engine refuses.
    """
    settings = file.table("voices")
    facts = engine_facts() if settings else {}
    faults: list[Fault] = []
    for engine in (name for name in settings if name not in facts):
        hint = near_miss(engine, facts, before=len(faults))
        faults.append(file.fault(("voices", engine), f"[voices.{engine}] is meant for no engine", hint))
    for engine in _OPENED_BARE:
        if engine in settings and not facts[engine].cure:
            try:
                open_voice(engine, settings)
            except SettingsError as error:
                each = error.each.items()
                faults += [file.fault(("voices", engine, name), one.message, one.hint) for name, one in each]
            except VoiceError as error:
                faults.append(file.fault(("voices", engine), error.message, error.hint))
    return faults


def _read(project: Project) -> ShowFile | tuple[Fault, ...]:
    """Return show.toml, without a word where there is none; what keeps it from being read at all is its only fault."""
    found: list[ShowFile | None] = []
    faults = _faults_of(lambda: found.append(show_file(project)))
    return tuple(faults) if faults or not found or found[0] is None else found[0]


def _in_order(faults: list[Fault]) -> tuple[Fault, ...]:
    return tuple(sorted(dict.fromkeys(faults), key=lambda fault: (fault.is_count, fault.line)))


def _faults_of(work: Callable[[], object]) -> list[Fault]:
    try:
        work()
    except FaultsError as error:
        return list(error.faults)
    except AudioSessionError as error:
        return [error.as_fault()]
    return []


def _build_faults(project: Project, file: ShowFile) -> list[Fault]:
    faults = [*_stray(file), *(_faults_of(lambda: file.table("voices")) or _voices_faults(file))]
    faults += _table_faults(file, "defaults")
    faults += _store_faults(project, file)
    table = file.tables.get("defaults", {})
    if isinstance(table, dict):
        faults += [*_music_faults(project, file, table.get("music"))]
        faults += [fault for key in ("voice", "count_voice") for fault in _voice_faults(file, key, table.get(key))]
        faults += [fault for key in ENDS for fault in _sound_faults(project, file, key, table.get(key))]
    return faults


def _published_faults(project: Project, file: ShowFile) -> list[Fault]:
    table = file.tables.get("show")
    if table is None:
        return []
    faults = _table_faults(file, "show")
    if isinstance(table, dict):
        faults += _look_faults(project, table, ("show",))
        for tag, own in language_tables(table).items():
            faults += [*_language_faults(file, tag, own, in_languages(table)[""])]
            faults += _look_faults(project, own, ("show", tag))
    return faults


def _look_faults(project: Project, table: Mapping[str, Any], within: KeyPath) -> list[Fault]:
    cover, colour, motif = (_text(table.get(key)) for key in ("cover", "colour", "motif"))
    return look_faults(project, Look.model_construct(cover=cover, colour=colour, motif=motif), within)


def _language_faults(file: ShowFile, tag: str, own: Mapping[str, Any], show: Mapping[str, Any]) -> list[Fault]:
    """Return what is wrong in a table such as ``[show.de]``, not what it takes over from `show`."""
    faults = []
    if "language" in own:
        hint = f"leave it out: the language of [show.{tag}] stands in its name"
        faults.append(file.fault(("show", tag, "language"), f'"language" stands in [show.{tag}]', hint))
    if primary(tag) == primary(str(show.get("language", _USUAL_LANGUAGE))):
        hint = "[show] has its classes already"
        faults.append(file.fault(("show", tag), f"[show.{tag}] is in the language of [show]", hint))
    model = _models()["show"]
    taken_over = {key: value for key, value in show.items() if key in model.model_fields}
    if _faults_of(lambda: check_table(taken_over, file.text, file.path, model)):
        taken_over = _WHOLE  # what is wrong in [show] is told there
    merged = {**taken_over, **own, "language": tag}
    return faults + _faults_of(lambda: check_table(merged, file.text, file.path, model, prefix=("show", tag)))


def _store_faults(project: Project, file: ShowFile) -> list[Fault]:
    if "store" not in file.tables:
        return []
    from audiosession.files.sharing.opening import told_address

    faults, address = _table_faults(file, "store"), file.tables["store"]
    address = address.get("address") if isinstance(address, dict) else None
    if not faults and isinstance(address, str):
        try:
            told_address(address, project.root)
        except StoreError as error:
            faults.append(file.fault(("store", "address"), error.message, error.hint))
    return faults


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _stray(file: ShowFile) -> list[Fault]:
    """Return the keys and tables that nobody reads."""
    faults: list[Fault] = []
    known = [key for model in _models().values() for key in model.model_fields]
    for key, value in file.tables.items():
        if key in _TABLES:
            continue
        if isinstance(value, dict) or (isinstance(value, list) and value and isinstance(value[0], dict)):
            message, hint = f"unknown table [{key}]", near_miss(key, _TABLES, before=len(faults))
        else:
            meant = nearest(key, known) if len(faults) < MOST_FAULTS else ""
            message, hint = f'"{key}" stands in no table', _home(key) or meant
        faults.append(file.fault((key, 0), message, hint))
    return faults


def _table_faults(file: ShowFile, name: str) -> list[Fault]:
    """Return what is wrong in the table called `name`; keys of another table are sent there."""
    if no_table := _faults_of(lambda: file.table(name)):
        return no_table
    model, table = _models()[name], file.table(name)
    if name == "show":
        table = in_languages(table)[""]
    strays = [key for key in table if key not in model.model_fields and _home(key)]
    faults = [file.fault((name, key), f'"{key}" stands under [{name}]', _home(key)) for key in strays]
    rest = {key: value for key, value in table.items() if key not in strays}
    return faults + _faults_of(lambda: check_table(rest, file.text, file.path, model, prefix=(name,)))


def _home(key: str) -> str:
    """Tell in which table `key` belongs; empty where it is known in none."""
    return next((f"it belongs under [{name}]" for name, model in _models().items() if key in model.model_fields), "")


def _voice_faults(file: ShowFile, key: str, spec: Any) -> list[Fault]:
    """Tell whether the voice that show.toml chooses under `key` exists, as far as every machine knows it."""
    if not isinstance(spec, str):
        return []
    engine, _, argument = spec.strip().partition(":")
    if engine not in ("auto", *engines()):
        hint = near_miss(engine, ["auto", *engines()])
        return [file.fault(("defaults", key), f'there is no voice "{engine}"', hint)]
    if engine in _OPENED and argument:
        try:
            open_voice(spec)
        except VoiceError as error:
            return [file.fault(("defaults", key), error.message, error.hint)]
    return []


def _sound_faults(project: Project, file: ShowFile, key: str, name: Any) -> list[Fault]:
    if not isinstance(name, str):
        return []
    try:
        find_sound(project, name)
    except NotFoundError as error:
        return [file.fault(("defaults", key), error.message, error.hint)]
    except AudioSessionError:
        return []  # a sounds.toml at fault, told where it is read
    return []


def _music_faults(project: Project, file: ShowFile, name: Any) -> list[Fault]:
    if not isinstance(name, str) or name == "none":
        return []
    try:
        find_bed(project, name)
    except NotFoundError as error:
        return [file.fault(("defaults", "music"), error.message, error.hint)]
    except AudioSessionError:
        return []  # a beds.toml at fault, told where it is read
    return []
