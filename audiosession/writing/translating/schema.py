"""What editors are told of translations: the JSON Schema of a definition, with its words alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from audiosession.writing.levels import FORMS
from audiosession.writing.translating.lines import LINES, SAID, SECTIONS
from audiosession.writing.translating.translation import DRAFT, SOURCE

_LINE, _OPEN = "#/$defs/Line", {"type": "object"}
_KEYS: Mapping[str, Mapping[str, Any]] = {
    DRAFT: {"description": "Whether nobody has read it yet; `check` tells of it.", "type": "boolean"},
    SOURCE: {"description": "What was translated, line by line; made and kept by the program.", **_OPEN},
}
_OWN: Mapping[str, Mapping[str, Any]] = {
    SECTIONS: {
        "description": "What each `section` of the class is called.",
        "type": "object",
        "additionalProperties": {"type": "string", "minLength": 1, "maxLength": 300},
    },
    "exercise": {
        "description": "What is said on the way into an exercise, for each that has a `transition`, in their order.",
        "type": "array",
        "items": {
            "type": "object",
            "additionalProperties": False,
            "required": ["use", "transition"],
            "properties": {
                "use": {"description": "The exercise.", "type": "string"},
                "transition": {"type": "array", "items": {"$ref": _LINE}},
            },
        },
    },
}


def words_schema(whole: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema of what translates a definition, of which `whole` is the schema.

    A key has words where the definition's has some. A line may stand in place of its table.
    """
    defs = whole["$defs"]
    own = _words_in(whole["properties"], defs)
    line = _words_in(defs["Say"]["properties"], defs)
    made: dict[str, Any] = {"type": "object", "additionalProperties": False, "properties": {**own, **_KEYS}}
    made["$defs"] = {"Line": {**_text(defs["Say"]), "type": ["string", "object"], "additionalProperties": False}}
    made["$defs"]["Line"]["properties"] = line
    if "exercise" in whole["properties"]:
        made["properties"] |= _OWN
    for form in sorted(FORMS.keys() & whole["properties"].keys()):
        told = whole["properties"][form]["description"]
        made["$defs"]["Form"] = {"type": "object", "additionalProperties": False, "properties": own}
        made["properties"][form] = {"description": told, "allOf": [{"$ref": "#/$defs/Form"}]}
    return made


def _words_in(properties: Mapping[str, Any], defs: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of `properties` that hold words, reduced to them."""
    found: dict[str, Any] = {}
    for key, value in properties.items():
        told = {"description": value["description"]} if "description" in value else {}
        if key in LINES:
            is_list = value.get("type") == "array"
            items = {"type": "array", "items": {"$ref": _LINE}} if is_list else {"allOf": [{"$ref": _LINE}]}
            found[key] = {**told, **items}
        elif key in SAID:
            found[key] = value
        elif key == "phase":
            inner = _words_in(defs["Phase"]["properties"], defs)
            table = {"type": "object", "additionalProperties": False, "properties": inner}
            found[key] = {"description": "The words of each phase, in their order.", "type": "array", "items": table}
        elif key == "safety":
            reason = defs["Safety"]["properties"]["reason"]
            table = {"type": "object", "additionalProperties": False, "properties": {"reason": reason}}
            found[key] = {**told, **table}
    return found


def _text(line: Mapping[str, Any]) -> dict[str, Any]:
    return {key: line[key] for key in ("minLength", "maxLength", "pattern", "not", "description") if key in line}
