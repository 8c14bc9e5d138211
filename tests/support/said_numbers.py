"""Lines with numbers, signs and units, as people write them in their classes."""

from __future__ import annotations

LINES = [
    "Hold at 100 %.", "100%", "Half: 1/2.", "½", "¾ turn", "No. 5", "№ 5", "In 2026", "10-15 breaths", "10–15 breaths",
    "3.5", "-5", "20°", "20 °C", "5×", "x2", "5 kg", "kg", "80 cm", "%", "±5", "≥ 5", "10:30", "24/7", "1,000,000",
    "7777777", "1–2–3", "5, 4, 3, 2, 1", "1st", "II", "№ Ⅳ", "٧٧", "$100", "5 €", "50 % + 5 = 55", "BMI",
]  # fmt: skip
