"""Catalogues, and what goes from the shared store, as JSON values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from audiosession.errors import FaultsError
from audiosession.studio.shapes.faults import fault_shape
from audiosession.units import to_seconds

if TYPE_CHECKING:
    from audiosession.studio.as_json import Json, Words
    from audiosession.studio.results import CatalogueBuilt, CataloguePlan, Evicted, PlannedVoice, Pruned, VariantRow


def _variant_row(row: VariantRow, words: Words) -> Json:
    error = row.error
    faults = error.faults if isinstance(error, FaultsError) else () if error is None else (error.as_fault(),)
    return {
        "variant": row.variant.key,
        "class": row.variant.name,
        "choices": dict(row.variant.asked),
        "format": row.variant.form,
        "state": str(row.state),
        "path": None if row.path is None else words.path(row.path),
        "published": row.is_published,
        "faults": [fault_shape(one, words) for one in faults],
        "failed_before": row.failed_before,
    }


def _plan(plan: CataloguePlan, words: Words) -> Json:
    return {
        "variants": [_variant_row(row, words) for row in plan.rows],
        "lines": plan.lines,
        "new_lines": plan.new_lines,
        "new_characters": plan.new_characters,
        "voices": [_voice(one, words) for one in plan.voices],
        "windows": plan.windows.n,
        "new_windows": plan.windows.new,
        "exact": plan.is_exact,
        "length": to_seconds(plan.length),
        "time": {
            "cpu_s": round(plan.time.cpu_s, 2),
            "clock_s": round(plan.time.clock_s, 2),
            "measured_here": plan.time.is_measured,
            "unknown": list(plan.time.unknown),
        },
        "bytes": plan.room.files,
        "formats": dict(plan.room.formats),
        "traffic": {
            "publish": plan.room.published,
            "store_up": plan.room.store_up if plan.shares else None,
            "store_down": plan.room.store_down if plan.shares else None,
        },
        "money": {currency: round(amount, 4) for currency, amount in plan.money.items()},
    }


def _voice(voice: PlannedVoice, words: Words) -> Json:
    price = voice.price
    return {
        "voice": voice.name,
        "lines": voice.lines,
        "characters": voice.characters,
        "cpu_s": None if voice.cpu_s is None else round(voice.cpu_s, 2),
        "clock_s": None if voice.clock_s is None else round(voice.clock_s, 2),
        "measured_here": voice.is_measured,
        "price": None if price is None else price.model_dump(mode="json"),
        "money": None if voice.money is None else round(voice.money, 4),
        "cost": voice.cost,
        "privacy": voice.privacy,
    }


def _built(built: CatalogueBuilt, words: Words) -> Json:
    return {
        "variants": [_variant_row(row, words) for row in built.rows],
        "spoken": built.spoken,
        "windows": built.windows,
    }


def _pruned(pruned: Pruned, words: Words) -> Json:
    return {
        "removed": [words.path(path) for path in pruned.removed],
        "published": [words.path(path) for path in pruned.published],
        "others": [words.path(path) for path in pruned.others],
        "bytes": pruned.n_bytes,
        "dry_run": pruned.rehearsal,
    }


def _evicted(evicted: Evicted, words: Words) -> Json:
    return {
        "records": evicted.records,
        "contents": evicted.contents,
        "freed_bytes": evicted.freed,
        "left_bytes": evicted.n_bytes,
        "pinned_records": evicted.pinned,
        "dry_run": evicted.rehearsal,
    }


CATALOGUE_WORDED: Mapping[str, Callable[[Any, Words], Json]] = {
    "VariantRow": _variant_row,
    "CataloguePlan": _plan,
    "PlannedVoice": _voice,
    "CatalogueBuilt": _built,
    "Pruned": _pruned,
    "Evicted": _evicted,
}
"""What makes JSON values of each result, by the name of its type, in the words of a face."""
