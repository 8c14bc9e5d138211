"""Long lines, by which the tempo of a voice is judged."""

from __future__ import annotations

LONG = [
    "If lifting the chest is a lot for your back, stay low like this, and kick from here.",
    "Then that leg lowers to the mat, perfectly straight. In the same moment the right heel kicks in.",
    "Press your thighs and knees firmly together, from the first kick to the last.",
    "Only the lower legs move. Your torso stays perfectly still, propped up, belly lifted.",
    "Keep a long neck all the way, the crown of the head reaching for the ceiling.",
    "Breathe in, hold, breathe out, and wait. Three counts each, all through your nose.",
    "When the breath out is longer than the breath in, the body slows down.",
    "Let your belly be soft, so that the hand can rise and sink.",
    "I count three rounds with you. Then the tone leads alone, and I am back for the last one.",
    "You need a mat, and a little room to each side. Leave out whatever does not feel good today.",
]
"""No voice is measured by any of these."""
