import math
from array import array

from audiosession import AudioSegment


class BellVoice:
    """Rings once for every word."""

    name, language = "bell:en", "en"
    address = "bell 1"
    at_a_time = 1
    seconds_per_character = (0.0, 1.0)

    def speak(self, text):
        ring = [round(9000 * math.exp(-n / 3000) * math.sin(n / 4)) for n in range(9600)]
        pcm = array("h", ring * len(text.split())).tobytes()
        return AudioSegment(data=pcm, sample_width=2, frame_rate=24_000, channels=1)


def open_voice(argument, settings):
    return BellVoice()
