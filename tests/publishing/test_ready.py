"""Nothing leaves the house as long as show.toml is not whole, and no example ever does."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.built_classes import SHOW, make_project

from audiosession.errors import FaultsError, PublishError
from audiosession.project.project import Project, starter_folder
from audiosession.publishing.decide import Wishes
from audiosession.publishing.publish import publish, unpublish
from audiosession.publishing.published import Published
from audiosession.publishing.ready import Destination, make_ready
from audiosession.publishing.select import ALL

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
NEW = (starter_folder() / "scripts" / "new" / "show.toml").read_text("utf-8")
HERE = "http://127.0.0.1:8000"


def put(project: Project, base_url: str | None = None, *, rehearsal: bool = False) -> Published:
    return publish(project, ALL, Destination(base_url=base_url, rehearsal=rehearsal), Wishes(), NOW)


def notes(published: Published) -> list[str]:
    return [f"{one.message} ({one.hint})" for one in published.notices]


@pytest.mark.parametrize(
    "wrong",
    [
        '[defaults]\ntones = "yes"\n',
        '[defaults]\nmusic = "still-watr"\n',
        "[voices.espeak]\nrate = 3\n",
        "[shw]\n",
        "x = 3\n",
    ],
)
def test_whatever_is_wrong_in_show_toml_stops_a_publish_before_anything_is_put(tmp_path: Path, wrong: str) -> None:
    project = make_project(tmp_path, "saw", show=f"{wrong}\n{SHOW}" if wrong == "x = 3\n" else f"{SHOW}\n{wrong}")

    with pytest.raises(FaultsError):
        put(project, HERE)
    assert not (project.output / "feed.xml").exists()
    assert not (project.scripts / "feed.json").exists()


@pytest.mark.parametrize(
    "base_url", [HERE, "http://localhost:8000", "http://[::1]:8000", "http://192.168.1.7:8000", "http://mac.local/x"]
)
def test_a_new_project_is_good_for_a_trial_that_nobody_else_sees(tmp_path: Path, base_url: str) -> None:
    project = make_project(tmp_path, "saw", show=NEW)

    done = put(project, base_url)

    assert (project.output / "feed.xml").exists()
    assert notes(done) == ["examples still: title, description, author, email (good for a trial that nobody else sees)"]


@pytest.mark.parametrize("base_url", ["https://adas.studio/classes", "https://example.org/classes", "http://8.8.8.8"])
def test_what_nobody_has_filled_in_goes_nowhere_else(tmp_path: Path, base_url: str) -> None:
    project = make_project(tmp_path, "saw", show=NEW)

    with pytest.raises(FaultsError) as caught:
        put(project, base_url)
    assert [fault.line > 0 for fault in caught.value.faults] == [True] * 4
    assert not (project.output / "feed.xml").exists()
    assert "a publish is refused until they are yours" in notes(put(project, base_url, rehearsal=True))[0]


def test_a_bucket_is_seen_by_others_whatever_its_address_is(tmp_path: Path) -> None:
    pytest.importorskip("boto3")

    with pytest.raises(FaultsError, match='title is still the example, "Your classes"'):
        make_ready(make_project(tmp_path, show=NEW), Destination(to="s3://classes", base_url=HERE))


@pytest.mark.parametrize(("email", "goes"), [("you@example.com", False), ("ada@example.org", True)])
def test_an_address_for_examples_goes_only_where_nobody_looks(tmp_path: Path, email: str, goes: bool) -> None:
    """A feed under example.org is nobody's; but who has left the address of the pattern is not done yet."""
    project = make_project(tmp_path, "saw", show=SHOW.replace("ada@adas.studio", email))

    with pytest.raises(FaultsError, match="is an address for examples"):
        put(project)
    if goes:
        assert "examples still: email" in notes(put(project, "https://example.org/a"))[0]
    else:
        with pytest.raises(FaultsError, match="is an address for examples"):
            put(project, "https://example.org/a")


def test_taking_an_episode_out_lets_no_example_out_either(tmp_path: Path) -> None:
    project = make_project(tmp_path, "saw")
    put(project)
    (project.scripts / "show.toml").write_text(SHOW.replace("ada@adas.studio", "you@example.org"), encoding="utf-8")

    with pytest.raises(FaultsError, match="is an address for examples"):
        unpublish(project, "saw", Destination(), NOW)
    assert "you@example.org" not in (project.output / "feed.xml").read_text("utf-8")


def test_without_a_show_or_an_address_the_way_on_is_named(tmp_path: Path) -> None:
    for name, show, words in (
        ("none", "[defaults]\n", "has no table"),
        ("nowhere", SHOW.replace("base_url", "# base_url"), "has no base_url"),
    ):
        with pytest.raises(PublishError, match=words) as caught:
            put(make_project(tmp_path / name, "saw", show=show))
        assert caught.value.hint
