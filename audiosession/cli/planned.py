"""Print what building a catalogue would take: every figure with how sure it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiosession.cli.saying import print_line
from audiosession.units import clock

if TYPE_CHECKING:
    from audiosession.studio.results import CataloguePlan, PlannedVoice


def say_plan(plan: CataloguePlan) -> None:
    """Print a plan, a row for each thing that is taken."""
    about = "" if plan.is_exact else "about "
    _row("lines", f"{plan.lines:,}, of which {plan.new_lines:,} are new ({plan.new_characters:,} characters)")
    for voice in plan.voices:
        _row("voice", _voice_told(voice))
    windows = plan.windows
    _row("windows", f"{about}{windows.n:,}, of which {about}{windows.new:,} are new")
    formats = ", ".join(f"{n_bytes / 1e6:,.1f} MB of {name}" for name, n_bytes in plan.room.formats.items())
    _row("length", f"{about}{clock(plan.length)} in all" + (f", about {formats}" if formats else ""))
    if plan.room.formats:
        _row("time", _time_told(plan))
        _row("traffic", _traffic_told(plan))
    for currency, amount in plan.money.items():
        _row("cost", f"{amount:,.2f} {currency} for what is spoken anew")


def _row(name: str, told: str) -> None:
    print_line(f"  {name:<10} {told}")


def _voice_told(voice: PlannedVoice) -> str:
    said = f"{voice.name}: {voice.lines:,} lines, {voice.characters:,} characters"
    if voice.price is None:
        return f"{said}; cost: {voice.cost or 'unknown'}"
    price = voice.price
    day = f" as of {price.as_of}" if price.as_of else ""
    return f"{said}; {voice.money:,.2f} {price.currency} at {price.per_million:g} a million{day}"


def _time_told(plan: CataloguePlan) -> str:
    time = plan.time
    source = "as measured here" if time.is_measured else "as is usual elsewhere; nothing was measured here yet"
    told = f"about {_span(time.clock_s)} by the clock, {_span(time.cpu_s)} of the processors, {source}"
    unknown = ", ".join(time.unknown)
    return f"{told}; without the speaking of {unknown}, which was never measured" if unknown else told


def _traffic_told(plan: CataloguePlan) -> str:
    told = f"about {plan.room.published / 1e6:,.1f} MB to publish the MP3s"
    if not plan.shares:
        return told
    return f"{told}; {plan.room.store_up / 1e6:,.1f} MB to the store and {plan.room.store_down / 1e6:,.1f} MB from it"


def _span(seconds: float) -> str:
    """Return about how long something takes, in what people count it in.

    >>> _span(12.3), _span(500), _span(20_000)
    ('12 s', '8 min', '5.6 h')
    """
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6_000 else f"{seconds / 3600:.1f} h"
