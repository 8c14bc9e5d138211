"""All that a person gets wrong in show.toml is found in one reading, each with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.built_classes import SHOW, make_project

from audiosession.project.project import Project
from audiosession.project.show_faults import build_faults, show_faults


def say(folder: Path, text: str) -> Project:
    (folder / "scripts" / "exercises").mkdir(parents=True, exist_ok=True)
    (folder / "scripts" / "show.toml").write_text(text, encoding="utf-8")
    return Project(folder)


def found(project: Project) -> dict[int, str]:
    """Return what is told of each line, with its hint."""
    told: dict[int, str] = {}
    for fault in show_faults(project):
        assert fault.path == project.scripts / "show.toml"
        told[fault.line] = f"{told.get(fault.line, '')} {fault.message} {fault.hint}".strip()
    return told


WRONG = """\
titel = "x"

[show]
title = "Breath"
description = "{long}"
email = "ada at home"
author = ""
language = "english"
category = "Health and Fitness"
subcategory = "Fitnes"
explicit = "no"
base_url = "adas.studio"
cover = "nowhere.jpg"
motif = "lotos"
colour = "tied"
pace = "slow"
locket = true

[defaults]
pace = "stedy"
tones = "yes"
length = "20m"
voice = "espaek"
music = "still-watr"
detail = "fede"

[defalts]
pace = "slow"

[voices.espeak]
rate = 5
pich = 40
"""


def test_all_is_found_in_one_reading(tmp_path: Path) -> None:
    project = say(tmp_path, WRONG.replace("{long}", "x" * 4001))

    told = found(project)

    wanted = {
        1: ('"titel" stands in no table', 'did you mean "title"?'),
        5: ("description is 4,001 bytes long",),
        6: ('"ada at home" is no e-mail address',),
        7: ("author is empty",),
        8: ('"english" is no language code',),
        9: ('"Health and Fitness" is none of Apple\'s', 'did you mean "Health & Fitness"?'),
        10: ('subcategory "Fitnes"', 'did you mean "Fitness"?'),
        11: ("explicit", "no"),
        12: ('"adas.studio" is no web address',),
        13: ('the cover "nowhere.jpg" is missing',),
        14: ("lotos", "lotus"),
        15: ("tied", "tide"),
        16: ('"pace" stands under [show]', "it belongs under [defaults]"),
        17: ("locket", 'did you mean "locked"?'),
        20: ('no pace is called "stedy"', 'did you mean "steady"?'),
        21: ('no guide tones are called "yes"', "off, soft"),
        22: ("length",),
        23: ('there is no voice "espaek"', 'did you mean "espeak"?'),
        24: ('no bed is called "still-watr"', 'did you mean "still-water"?'),
        25: ("detail", "fede", 'did you mean "fade"?'),
        27: ("unknown table [defalts]", 'did you mean "defaults"?'),
        31: ('the setting "rate" of the voice "espeak" is 5',),
        32: ('has no setting "pich"', 'did you mean "pitch"?'),
    }
    assert sorted(told) == sorted(wanted)
    for line, words in wanted.items():
        assert all(word in told[line] for word in words), told[line]


def test_what_is_missing_is_told_where_the_show_begins(tmp_path: Path) -> None:
    project = say(tmp_path, '[defaults]\n[show]\ntitle = "Breath"\ndescription = "Slow."\nauthor = "Ada"\n')

    assert list(found(project)) == [2]
    assert "email" in found(project)[2]


@pytest.mark.parametrize(
    "text", [SHOW, "", "[defaults]\n", '[voices.espeak]\nrate = 120\n[defaults]\nmusic = "none"\n']
)
def test_what_is_right_or_not_there_is_no_fault(tmp_path: Path, text: str) -> None:
    assert show_faults(make_project(tmp_path, show=text)) == ()


def test_a_project_without_the_file_is_fine(tmp_path: Path) -> None:
    assert show_faults(Project(tmp_path)) == ()


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("[show\n", 1, "not TOML"),
        ("\n[[show]]\n", 2, '"show" is no table'),
        ("show = 3", 1, '"show" is no table'),
        ("[[defaults]]\n", 1, '"defaults" is no table'),
        ("voices = 3", 1, '"voices" is no table'),
        ('[defaults]\nvoice = "espeak:klingon"\n', 2, "klingon"),
        ('[defaults]\nvoice = "gtts:tlh"\n', 2, "tlh"),
        ('[defaults]\nemail = "ada@adas.studio"\n', 2, '"email" stands under [defaults]'),
        ("[defaults]\npace = true\n", 2, "pace"),
        ("[defaults]\npace = 9\n", 2, "a count of 9"),
        ('[[defaults.pace]]\nx = "slow"\n', 1, "pace"),
        ("[defaults]\ntones = 1\n", 2, "tones"),
        ("[[shows]]\n[[shows]]\n", 1, "unknown table [shows]"),
    ],
)
def test_each_mistake_is_told_once_and_with_its_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    [fault] = show_faults(say(tmp_path, text))

    assert (fault.line, words in fault.message) == (line, True), fault


def test_a_subcategory_is_looked_at_though_its_category_is_wrong(tmp_path: Path) -> None:
    project = say(tmp_path, SHOW.replace('cover = "cover.jpg"\n', "").replace("& Fitness", "and Fitness"))
    assert len(found(project)) == 1

    project = say(tmp_path, SHOW.replace('cover = "cover.jpg"\n', "").replace('"Fitness"', '"Chess"'))
    [told] = found(project).values()
    assert 'subcategory "Chess" is not under "Health & Fitness"' in told


@pytest.mark.parametrize(
    ("email", "is_one"),
    [
        ("ada@adas.studio", True),
        ("ada+show@mail.adas.studio", True),
        ("ada@müller.de", True),
        ("ada@xn--mller-kva.xn--p1ai", True),
        ("", False),
        ("ada", False),
        ("ada@studio", False),
        ("ada@adas..studio", False),
        ("ada@adas.studio.", False),
        ("@adas.studio", False),
        ("Ada <ada@adas.studio>", False),
        ("mailto:ada@adas.studio", False),
        ("ada@adas.studio, eve@adas.studio", False),
        ("ada(at)adas.studio", False),
    ],
)
def test_an_email_is_one_address(tmp_path: Path, email: str, is_one: bool) -> None:
    project = say(tmp_path, SHOW.replace('cover = "cover.jpg"\n', "").replace("ada@adas.studio", email))

    assert (show_faults(project) == ()) == is_one


def test_a_build_is_told_of_what_it_reads(tmp_path: Path) -> None:
    project = say(tmp_path, '[show]\nemail = "x"\n[defaults]\ntones = "no"\n[shw]\n')

    assert [fault.line for fault in build_faults(project)] == [4, 5]


def test_the_table_of_the_shared_store_is_checked(tmp_path: Path) -> None:
    (tmp_path / "scripts").mkdir()
    path = tmp_path / "scripts" / "show.toml"

    def faults(text: str) -> list[tuple[int, str]]:
        path.write_text(text)
        return [(fault.line, fault.message) for fault in show_faults(Project(tmp_path))]

    assert faults('[store]\naddress = "s3://bucket/classes"\n') == []
    assert faults('[store]\naddress = "ftp://bucket"\n') == [(2, 'no store is at "ftp://"')]
    assert len(faults("[store]\nread_only = 3\n")) == 2
