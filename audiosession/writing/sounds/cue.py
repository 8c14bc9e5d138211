"""One sound as the narration tells it: which it is, and when it is heard."""

from __future__ import annotations

from dataclasses import dataclass, field

from audiosession.units import Ms


@dataclass(frozen=True, kw_only=True)
class SoundCue:
    """A sound that begins exactly here; `waits` where what follows begins when it is over.

    With `every` it is heard each so many milliseconds from here on, and not here; with 0 that ends.
    """

    name: str
    waits: bool = False
    every: Ms | None = None
    line: int = field(default=0, compare=False)


def written_sound(cue: SoundCue) -> str:
    """Return a sound as a line of narration.

    >>> written_sound(SoundCue(name="bell", waits=True)), written_sound(SoundCue(name="bell", every=Ms(300_000)))
    ('[sound bell wait]', '[sound bell every 300]')
    """
    if cue.every:
        return f"[sound {cue.name} every {cue.every / 1000:g}]"
    return f"[sound {cue.name}{' off' if cue.every == 0 else ' wait' if cue.waits else ''}]"
