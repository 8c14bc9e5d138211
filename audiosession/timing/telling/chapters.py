"""Chapters: where the parts of a class begin, as JSON chapters 1.2.0 of the Podcasting 2.0 namespace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from audiosession.timing.timeline import TimelineSection
from audiosession.units import to_seconds


def chapters(sections: Sequence[TimelineSection]) -> list[TimelineSection]:
    """Return the chapters of a class: its exercises, or the sections of its one exercise, as far as they last."""
    sections = [section for section in sections if section.end > section.start]
    if len({section.exercise for section in sections if section.exercise}) <= 1:
        return sections
    merged: list[TimelineSection] = []
    for section in sections:
        if merged and section.exercise and section.exercise == merged[-1].exercise:
            merged[-1] = replace(merged[-1], end=section.end)
        else:
            merged.append(section)
    return merged


def chapters_json(marks: Sequence[TimelineSection]) -> dict[str, Any]:
    """Return chapters as the JSON document that podcast apps read; times are seconds."""
    return {
        "version": "1.2.0",
        "chapters": [
            {"startTime": to_seconds(mark.start), "endTime": to_seconds(mark.end), "title": mark.title}
            for mark in marks
        ],
    }
