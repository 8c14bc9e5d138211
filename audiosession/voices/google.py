"""Google's voice through the gTTS package: each line is sent to Google Translate and comes back as MP3."""

from __future__ import annotations

import base64
import binascii
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import Field

from audiosession.errors import Act, CodecError, Remedy, VoiceError, near_miss, nearest
from audiosession.voices.languages import plain_tag, primary, unspoken
from audiosession.voices.patience import PassingError, patiently
from audiosession.voices.settings import LINE_BYTES, HostSettings, read_settings
from audiosession.voices.voice import EngineFacts, ReadyVoice

if TYPE_CHECKING:
    from audiosession.files.fetching import Asker, Reply
    from audiosession.sound.segments import AudioSegment

DEFAULT_LANGUAGE = "en"
DEFAULT_DOMAIN = "com"
_ACCENTS = "such as com, co.uk, com.au, ca, co.in, ie, co.za"
PROBE_S = 4.0
"""How long ``auto`` waits for Google."""

_COUNTRIES = (
    "ad ae al am as at az ba be bf bg bi bj bs bt by ca cat cd cf cg ch ci cl cm cn co.ao co.bw co.ck co.cr co.id co.il"
    " co.in co.jp co.ke co.kr co.ls co.ma co.mz co.nz co.th co.tz co.ug co.uk co.uz co.ve co.vi co.za co.zm co.zw com"
    " com.af com.ag com.ai com.ar com.au com.bd com.bh com.bn com.bo com.br com.bz com.co com.cu com.cy com.do com.ec"
    " com.eg com.et com.fj com.gh com.gi com.gt com.hk com.jm com.kh com.kw com.lb com.ly com.mm com.mt com.mx com.my"
    " com.na com.ng com.ni com.np com.om com.pa com.pe com.pg com.ph com.pk com.pr com.py com.qa com.sa com.sb com.sg"
    " com.sl com.sv com.tj com.tr com.tw com.ua com.uy com.vc com.vn cv cz de dj dk dm dz ee es fi fm fr ga ge gg gl gm"
    " gr gy hn hr ht hu ie im iq is it je jo kg ki kz la li lk lt lu lv md me mg mk ml mn ms mu mv mw ne nl no nr nu pl"
    " pn ps pt ro rs ru rw sc se sh si sk sm sn so sr st td tg tl tm tn to tt us vg vu ws"
)
_DOMAINS = frozenset(_COUNTRIES.split())
"""Where Google Translate stands; the country gives English, Spanish, French and Portuguese their accents."""

_LANGUAGES = (
    "af Afrikaans, am Amharic, ar Arabic, bg Bulgarian, bn Bengali, bs Bosnian, ca Catalan, cs Czech, cy Welsh, da "
    "Danish, de German, el Greek, en English, es Spanish, et Estonian, eu Basque, fi Finnish, fr French, fr-CA "
    "French (Canada), gl Galician, gu Gujarati, ha Hausa, hi Hindi, hr Croatian, hu Hungarian, id Indonesian, is "
    "Icelandic, it Italian, iw Hebrew, ja Japanese, jw Javanese, km Khmer, kn Kannada, ko Korean, la Latin, lt "
    "Lithuanian, lv Latvian, ml Malayalam, mr Marathi, ms Malay, my Myanmar (Burmese), ne Nepali, nl Dutch, no "
    "Norwegian, pa Punjabi (Gurmukhi), pl Polish, pt Portuguese (Brazil), pt-PT Portuguese (Portugal), ro Romanian, "
    "ru Russian, si Sinhala, sk Slovak, sq Albanian, sr Serbian, su Sundanese, sv Swedish, sw Swahili, ta Tamil, te "
    "Telugu, th Thai, tl Filipino, tr Turkish, uk Ukrainian, ur Urdu, vi Vietnamese, yue Cantonese, zh-CN Chinese "
    "(Simplified), zh-TW Chinese (Mandarin/Taiwan), zh Chinese (Mandarin)"
)
LANGUAGES = dict(one.split(" ", 1) for one in _LANGUAGES.split(", "))
"""The languages that gTTS offers, by its tags: gTTS brings requests with it, and is loaded for what is spoken alone."""
_TAGS = {tag.lower(): tag for tag in LANGUAGES}

_KILOBITS_MPEG1 = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KILOBITS_MPEG2 = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)


class GoogleSettings(HostSettings):
    """How Google is asked."""

    slow: bool = False
    """Google's own slow reading."""
    timeout: float = Field(default=10.0, gt=0, le=120)
    """Seconds that an answer may take, from the question to its last byte."""
    at_a_time: int = Field(default=3, ge=1, le=8)
    """Lines that are asked for side by side."""


@dataclass(frozen=True, kw_only=True)
class GoogleVoice:
    """Google Translate's voice in one language, with the accent of one of its domains."""

    language: str
    domain: str
    settings: GoogleSettings
    seconds_per_character: tuple[float, float] = (0.025, 0.25)

    @property
    def name(self) -> str:
        return f"gtts:{self.language}" + (f":{self.domain}" if self.domain != DEFAULT_DOMAIN else "")

    @property
    def address(self) -> str:
        return f"gtts {self.language} {self.domain} slow={self.settings.slow}"

    @property
    def at_a_time(self) -> int:
        return self.settings.at_a_time

    def speak(self, text: str) -> AudioSegment:
        """Ask Google for `text`, again with growing waits where the trouble can pass."""
        return patiently(
            lambda: self._ask(text),
            self.settings,
            trouble=VoiceError(
                f"Google did not speak {text!r}",
                hint="wait a while",
                remedy=Remedy(act=Act.CHOOSE_VOICE, to="espeak"),
            ),
        )

    def _ask(self, text: str) -> AudioSegment:
        import numpy as np

        from audiosession.voices.take import decode_line, unclipped

        pieces = _fetch(
            text,
            language=self.language,
            domain=self.domain,
            slow=self.settings.slow,
            timeout=self.settings.timeout,
        )
        if any(map(_is_cut_short, pieces)):
            raise PassingError("the answer was cut short")
        try:
            sound = [decode_line(piece, text) for piece in pieces]
        except CodecError as error:
            raise PassingError(f"the answer is no sound ({error.message})") from error
        return unclipped(np.concatenate(sound))


def open_voice(argument: str, settings: Mapping[str, object]) -> GoogleVoice:
    """Open ``gtts[:LANGUAGE[:DOMAIN]]``, such as ``gtts:en:co.uk``.

    Raises:
        VoiceError: Google speaks no such language or stands at no such domain, or a setting is wrong.
    """
    language, _, domain = argument.partition(":")
    language = language or DEFAULT_LANGUAGE
    domain = domain or DEFAULT_DOMAIN
    tag = _own_tag(language)
    if not tag:
        raise unspoken("gTTS", language, _language_hint(language))
    if domain not in _DOMAINS:
        raise VoiceError(f'Google Translate has no domain "{domain}"', hint=near_miss(domain, _DOMAINS, _ACCENTS))
    return GoogleVoice(language=tag, domain=domain, settings=read_settings(GoogleSettings, "gtts", settings))


def facts() -> EngineFacts:
    """Tell what there is to know of this engine; Google is not asked."""
    return EngineFacts(
        summary="Google Translate's voice, by gTTS",
        spec="gtts[:LANG[:TLD]]",
        privacy="each line is sent to Google, and certificates are not verified",
        cost="free, without a promise of Google's",
        languages=tuple(LANGUAGES),
        voices=tuple(ReadyVoice(spec=f"gtts:{tag}", language=tag) for tag in LANGUAGES),
    )


def _language_hint(word: str) -> str:
    """Suggest a language by its tag or its English name."""
    by_name = {name.lower(): tag for tag, name in LANGUAGES.items()}
    if word.lower() in by_name:
        return f'did you mean "{by_name[word.lower()]}"?'
    return nearest(word, LANGUAGES)


def code_for(language: str) -> str:
    """Return gTTS's tag for `language`, or for what it is a kind of (``en-GB``: ``en``); empty where it has none."""
    return _own_tag(plain_tag(language)) or _own_tag(primary(language))


def _own_tag(language: str) -> str:
    """Return a language tag as gTTS writes it; empty where it has none, nor a newer gTTS than we know.

    Nothing is asked over the network.
    """
    if tag := _TAGS.get(language.lower()):
        return tag
    from gtts.lang import tts_langs

    return next((tag for tag in map(str, tts_langs()) if tag.lower() == language.lower()), "")


def trouble(timeout: float = PROBE_S) -> str:
    """Ask Google for one word, and return why no voice came in `timeout` seconds; empty if one did.

    Looking up a name has no time limit of its own, so that the question is asked from a thread that can be left.
    """
    found = ["Google does not answer"]

    def ask() -> None:
        try:
            _fetch("Ready", language="en", domain=DEFAULT_DOMAIN, slow=False, timeout=timeout)
            found[0] = ""
        except (PassingError, VoiceError) as error:
            found[0] = str(error) if isinstance(error, VoiceError) else f"Google: {error}"

    asking = threading.Thread(target=ask, name="ask Google", daemon=True)
    asking.start()
    asking.join(timeout)
    return "Google does not answer" if asking.is_alive() else found[0]


def _is_cut_short(mp3: bytes) -> bool:
    """Say whether `mp3` ends within a frame, as a broken connection leaves it: decoders forgive that in silence.

    Google sends bare frames; anything else is left for the decoder to judge.
    """
    position = 0
    while position + 4 <= len(mp3):
        size = _frame_size(mp3[position : position + 4])
        if not size:
            return False
        position += size
    return position != len(mp3)


def _frame_size(header: bytes) -> int:
    """Return the size in bytes of the Layer III frame at `header`, 0 for none (ISO/IEC 13818-3, 2.4.2.3)."""
    version, layer = header[1] >> 3 & 3, header[1] >> 1 & 3
    bitrate, rate = header[2] >> 4, header[2] >> 2 & 3
    if header[0] != 0xFF or header[1] < 0xE0 or version == 1 or layer != 1 or bitrate in (0, 15) or rate == 3:
        return 0
    kilobits = (_KILOBITS_MPEG1 if version == 3 else _KILOBITS_MPEG2)[bitrate - 1]
    sample_rate = (44_100, 48_000, 32_000)[rate] >> {3: 0, 2: 1, 0: 2}[version]
    return (144 if version == 3 else 72) * kilobits * 1000 // sample_rate + (header[2] >> 1 & 1)


def _fetch(text: str, *, language: str, domain: str, slow: bool, timeout: float) -> list[bytes]:
    """Return the MP3 of `text`, one for each request that gTTS makes of it.

    gTTS writes the requests; it would send them without a bound on what comes back.
    """
    import urllib3
    from gtts import gTTS

    from audiosession.files.fetching import Asker

    try:
        asked = gTTS(text, lang=language, tld=domain, slow=slow, lang_check=False)
        bodies = [str(body).encode() for body in asked.get_bodies()]
    except AssertionError as error:
        raise VoiceError(f"Google finds nothing to speak in {text!r}", hint="give the line words") from error
    urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)  # as gTTS does, which verifies nothing
    with Asker() as session:
        session.verify = False
        return [_sound(_asked(body, domain, dict(gTTS.GOOGLE_TTS_HEADERS), timeout, session)) for body in bodies]


def _asked(body: bytes, domain: str, headers: dict[str, str], timeout: float, session: Asker) -> bytes:
    import requests

    from audiosession.files.fetching import Question, TooLateError, TooLongError, ask, why_not
    from audiosession.files.web import StandingError, reason, through

    url = f"https://translate.google.{domain}/_/TranslateWebserverUi/data/batchexecute"
    question = Question(
        url=url, method="POST", headers=headers, body=body, most_bytes=LINE_BYTES, within_s=timeout, stays=True
    )
    try:
        answer = ask(question, session)
    except (TooLongError, TooLateError) as error:
        raise PassingError(f"the answer {why_not(error)}") from None
    except StandingError as error:
        remedy = Remedy(act=Act.CHOOSE_VOICE, to="espeak")
        raise VoiceError(f"Google can't be asked: {error.reason}", hint=error.hint, remedy=remedy) from None
    except requests.RequestException as error:
        raise PassingError(reason(error) + through(url)) from None
    if answer.status != 200:
        raise _refused(answer)
    return answer.content


def _sound(answer: bytes) -> bytes:
    """Return the sound in an envelope of Google's, as gTTS finds it."""
    line = next((line for line in answer.splitlines() if b"jQ1olc" in line), b"")
    found = re.search(rb'jQ1olc","\[\\"([^\\"]*)\\"]', line)
    if not found or not found[1]:
        raise PassingError("the answer holds no sound")
    try:
        return base64.b64decode(found[1])
    except binascii.Error as error:
        raise PassingError("the answer was cut short") from error


def _refused(answer: Reply) -> Exception:
    status = answer.status
    if status == 429 or status >= 500:
        later = answer.headers.get("Retry-After", "")
        reason = "too many requests" if status == 429 else "trouble at Google"
        return PassingError(f"{reason} ({status})", retry_after=later)
    return VoiceError(
        f"Google refuses to speak ({status} {answer.reason[:60]})",
        hint="try a newer gTTS (pip install -U gTTS) or another domain",
        remedy=Remedy(act=Act.CHOOSE_VOICE, to="espeak"),
    )
