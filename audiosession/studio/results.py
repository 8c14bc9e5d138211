"""The types of what the studio's verbs return, for whoever names them; loading them loads everything."""

from __future__ import annotations

from audiosession.building.built import Built
from audiosession.building.orders.live import LiveStream
from audiosession.building.orders.many import Failed, Many
from audiosession.building.orders.part import BuiltPart
from audiosession.building.orders.preview import Previewed, PreviewFile
from audiosession.building.orders.stems import Stems
from audiosession.building.place import Placed, Rehearsed
from audiosession.feed.checks.reader import Checked
from audiosession.files.sharing.evicting import Evicted
from audiosession.fleet.builds import CatalogueBuilt
from audiosession.fleet.estimates import PlannedVoice
from audiosession.fleet.plan import CataloguePlan
from audiosession.fleet.prune import Pruned
from audiosession.fleet.tasks import VariantRow
from audiosession.project.editing.stamps import ChangedFiles, Stamp
from audiosession.publishing.published import Published, PublishedEpisode
from audiosession.publishing.select import Candidates
from audiosession.session import Session, SessionHead
from audiosession.studio.check import CheckReport
from audiosession.studio.daily.daily import DailyMade, DailyRow
from audiosession.studio.doctor import Examined
from audiosession.studio.editing.checked import CheckedText
from audiosession.studio.editing.journal import JournalEntry
from audiosession.studio.editing.notes import OwnNotes
from audiosession.studio.editing.sitting import EditedText, Sitting
from audiosession.studio.editing.songs import Song, SongPeaks
from audiosession.studio.editing.text import DefinitionText
from audiosession.studio.glances.cards import Card
from audiosession.studio.glances.projects import ProjectRow
from audiosession.studio.heard.verify import Verified
from audiosession.studio.heard.words import HeardWords
from audiosession.studio.listing import ClassRow, EpisodeRow, ExerciseRow, ListRow, MusicRow, PaceRow, SoundRow
from audiosession.studio.live.findings import LiveFinding
from audiosession.studio.live.lanes import LiveTimeline
from audiosession.studio.live.live import LiveClass
from audiosession.studio.live.narrated import LiveNarration
from audiosession.studio.new import NewProject
from audiosession.studio.plot import Plotted
from audiosession.studio.recording_list import RecordingList
from audiosession.studio.retaking import LineTakes
from audiosession.studio.sequencing.made import SequencedClass, SequencedExercise
from audiosession.studio.serving import Serving
from audiosession.studio.sitting.built_files import BuiltFile
from audiosession.studio.translating.languages import LanguageRow
from audiosession.studio.translating.translate import Translated
from audiosession.studio.voices import AddedVoice, Engine, Sample, TakeCache, Tried
from audiosession.timing.timeline import Timeline
from audiosession.voices.voice import ReadyVoice
from audiosession.writing.plan import Plan

__all__ = [
    "AddedVoice",
    "Built",
    "BuiltFile",
    "BuiltPart",
    "Candidates",
    "Card",
    "CatalogueBuilt",
    "CataloguePlan",
    "ChangedFiles",
    "CheckReport",
    "Checked",
    "CheckedText",
    "ClassRow",
    "DailyMade",
    "DailyRow",
    "DefinitionText",
    "EditedText",
    "Engine",
    "EpisodeRow",
    "Evicted",
    "Examined",
    "ExerciseRow",
    "Failed",
    "HeardWords",
    "JournalEntry",
    "LanguageRow",
    "LineTakes",
    "ListRow",
    "LiveClass",
    "LiveFinding",
    "LiveNarration",
    "LiveStream",
    "LiveTimeline",
    "Many",
    "MusicRow",
    "NewProject",
    "OwnNotes",
    "PaceRow",
    "Placed",
    "Plan",
    "PlannedVoice",
    "Plotted",
    "PreviewFile",
    "Previewed",
    "ProjectRow",
    "Pruned",
    "Published",
    "PublishedEpisode",
    "ReadyVoice",
    "RecordingList",
    "Rehearsed",
    "Sample",
    "SequencedClass",
    "SequencedExercise",
    "Serving",
    "Session",
    "SessionHead",
    "Sitting",
    "Song",
    "SongPeaks",
    "SoundRow",
    "Stamp",
    "Stems",
    "TakeCache",
    "Timeline",
    "Translated",
    "Tried",
    "VariantRow",
    "Verified",
]
