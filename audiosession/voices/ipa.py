"""Sounds in ``[[ ]]`` that are written in the International Phonetic Alphabet, by espeak-ng's names for English ones.

Dictionaries write the alphabet, and voices of Piper speak from it; espeak-ng itself reads its own names alone, which
are plain ASCII. So one entry of the lexicon serves both, and which of the two it is written in is seen by its letters.
"""

from __future__ import annotations

import re
import unicodedata

from audiosession.errors import VoiceError

# espeak-ng 1.52, docs/phonemes.md and phsource/ph_english_us; the longer ones first.
_TABLE = """
    aɪɚ=aI3 aɪə=aI@ eɪ=eI aɪ=aI ɔɪ=OI aʊ=aU oʊ=oU əʊ=oU ɪɹ=i@3 ɪə=i@ iə=i@ ɛɹ=e@ ɛə=e@ eə=e@ ʊɹ=U@ ʊə=U@ ɑːɹ=A@
    ɑɹ=A@ ɔːɹ=o@ ɔɹ=o@ iː=i: uː=u: ɑː=A: ɒː=A: ɔː=O: ɜː=3: ɝː=3: ɜɹ=3: ɝ=3: əɹ=3 ɚ=3 ɪ=I i=i ɛ=E e=E æ=a a=a
    ɑ=A: ɒ=0 ɔ=O: ʊ=U u=u: ʌ=V ə=@ ɜ=3: ɐ=@ ᵻ=I2 ɨ=I2 o=oU tʃ=tS dʒ=dZ ʧ=tS ʤ=dZ θ=T ð=D ʃ=S ʒ=Z ŋ=N ɹ=r r=r ɡ=g
    g=g ɾ=t ʔ=? j=j w=w ʍ=w ɫ=l h=h p=p b=b t=t d=d k=k f=f v=v s=s z=z m=m n=n l=l x=x ˈ=' '=' ˌ=,
"""
_SILENT = dict.fromkeys("ˑː.\u0361\u0329", "")
"""Marks of length and of syllables, where no sound above has them."""
_NAMES = dict(pair.split("=") for pair in _TABLE.split()) | _SILENT | {" ": " "}
_SOUND = re.compile("|".join(sorted(map(re.escape, _NAMES), key=len, reverse=True)) + "|.", re.DOTALL)
_INSIDE = re.compile(r"\[\[(.*?)\]\]")


def is_ipa(sounds: str) -> bool:
    """Tell whether `sounds` are written in the IPA: espeak-ng's names are plain ASCII.

    >>> is_ipa("sˈoʊəs"), is_ipa("s'oU@s")
    (True, False)
    """
    return not sounds.isascii()


def in_espeak_names(text: str) -> str:
    """Return a line with what in ``[[ ]]`` is written in the IPA in espeak-ng's names, and all else as it is.

    >>> in_espeak_names("From [[pɪlˈɑːtiːz]] and [[s'oU@s]].")
    "From [[pIl'A:ti:z]] and [[s'oU@s]]."

    Raises:
        VoiceError: A sound is none of those of English.
    """
    return _INSIDE.sub(lambda found: f"[[{_names(found[1].strip())}]]" if is_ipa(found[1]) else found[0], text)


def _names(sounds: str) -> str:
    return "".join(_name(sound, sounds) for sound in _SOUND.findall(unicodedata.normalize("NFC", sounds)))


def _name(sound: str, sounds: str) -> str:
    if sound not in _NAMES:
        hint = "the lexicon takes the sounds of English in the IPA; for others espeak-ng's own names"
        raise VoiceError(f'no sound is written "{sound}" in "{sounds}"', hint=hint)
    return _NAMES[sound]
