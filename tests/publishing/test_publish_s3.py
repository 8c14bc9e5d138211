"""Publishing to a bucket: in order, on conditions, by several at once, and killed after any request."""

from __future__ import annotations

import hashlib
import os
import re
import signal
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import requests
from lxml import etree
from support.built_classes import build, make_project
from support.counting_proxy import CountingProxy, counting_proxy
from support.publishing_processes import NOW, start
from support.s3_hosts import KEYS, client, make_bucket, moto, s3rver

from audiosession.errors import PublishError
from audiosession.feed.checks.reader import check_feed
from audiosession.project.project import Project
from audiosession.publishing.decide import Wishes
from audiosession.publishing.publish import publish, unpublish
from audiosession.publishing.published import Published
from audiosession.publishing.ready import Destination
from audiosession.publishing.select import ALL

pytestmark = pytest.mark.peers

BUCKET = "classes"


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    with moto() as url:
        make_bucket(url, BUCKET)
        yield url


@pytest.fixture
def keys(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**KEYS, "AWS_ENDPOINT_URL": host}.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def place(host: str, keys: None, request: pytest.FixtureRequest) -> Destination:
    return at(host, re.sub(r"\W+", "-", request.node.name))


def at(host: str, prefix: str) -> Destination:
    return Destination(to=f"s3://{BUCKET}/{prefix}", base_url=f"{host}/{BUCKET}/{prefix}")


def put(project: Project, place: Destination, *names: str) -> Published:
    return publish(project, names or ALL, place, Wishes(), NOW)


def feed_of(place: Destination) -> str:
    """Return the public feed after looking at every file that it, its index and its pages name: each is there whole."""
    got = requests.get(f"{place.base_url}/feed.xml", timeout=10)
    if got.status_code == 404:
        return ""
    root = etree.fromstring(got.content)
    pages = {"index.html", *re.findall(r"episodes/[\w-]+\.html", got.text)}
    texts = [got.text, *(requests.get(f"{place.base_url}/{page}", timeout=10).text for page in pages)]
    named = {key for text in texts for key in re.findall(r"(?:media|art|assets)/[\w.-]+", text)}
    assert len(named) >= 8
    for key in named:
        answer = requests.get(f"{place.base_url}/{key}", timeout=10)
        assert answer.status_code == 200, key
        digest = re.search(r"-([0-9a-f]{10,12})\.", key)
        assert digest is None or hashlib.sha256(answer.content).hexdigest().startswith(digest[1]), key
        if key.endswith(".mp3"):
            lengths = [int(one.get("length", 0)) for one in root.iter("enclosure") if one.get("url", "").endswith(key)]
            assert lengths in ([], [len(answer.content)])
    return got.text


def test_a_bucket_shows_a_feed_that_breaks_no_rule_but_what_moto_lacks(place: Destination, tmp_path: Path) -> None:
    put(make_project(tmp_path / "studio", "saw", "swan"), place)

    assert {one.rule for one in check_feed(f"{place.base_url}/feed.xml").findings} == {"host-cors"}
    key = f"{place.to}/feed.xml".removeprefix(f"s3://{BUCKET}/")
    stored = client(os.environ["AWS_ENDPOINT_URL"]).head_object(Bucket=BUCKET, Key=key)
    assert stored["CacheControl"] == "public, max-age=300"
    mp3 = re.search(r"media/saw-\w+\.mp3", feed_of(place))
    assert mp3 is not None
    stored = client(os.environ["AWS_ENDPOINT_URL"]).head_object(Bucket=BUCKET, Key=key.replace("feed.xml", mp3[0]))
    assert stored["CacheControl"] == "public, max-age=31536000, immutable"
    assert stored["Metadata"]["sha256"].startswith(mp3[0].split("-")[1].split(".")[0])


def test_a_second_publish_uploads_nothing(place: Destination, tmp_path: Path) -> None:
    project = make_project(tmp_path / "studio", "saw")
    put(project, place)
    assert {one.outcome for one in put(project, place).files} == {"there", "same"}


def test_unpublish_takes_an_episode_out_of_a_bucket(place: Destination, tmp_path: Path) -> None:
    project = make_project(tmp_path / "studio", "saw", "swan")
    put(project, place)
    unpublish(project, "swan", place, NOW)

    assert "<title>Swan" not in feed_of(place)
    assert "<title>Saw" in feed_of(place)


def test_a_rehearsal_puts_nothing(place: Destination, tmp_path: Path) -> None:
    said = publish(make_project(tmp_path / "studio", "saw"), ALL, replace(place, rehearsal=True), Wishes(), NOW)

    assert sum(one.outcome == "put" for one in said.files) == 15
    assert feed_of(place) == ""


def test_a_foreign_file_under_one_of_our_names_stops_the_publish(place: Destination, tmp_path: Path, host: str) -> None:
    project = make_project(tmp_path / "studio", "saw")
    said = publish(project, ALL, replace(place, rehearsal=True), Wishes(), NOW)
    key = next(one.key for one in said.files if one.key.endswith(".mp3"))
    prefix = (place.to or "").removeprefix(f"s3://{BUCKET}/")
    client(host).put_object(Bucket=BUCKET, Key=f"{prefix}/{key}", Body=b"mine")

    with pytest.raises(PublishError, match="another file stands at"):
        put(project, place)
    assert feed_of(place) == ""


def test_a_public_address_that_does_not_show_the_files_stops_before_the_feed(
    place: Destination, tmp_path: Path, host: str
) -> None:
    wrong = Destination(to=place.to, base_url=f"{host}/{BUCKET}/elsewhere")
    with pytest.raises(PublishError, match="answers 404"):
        put(make_project(tmp_path / "studio", "saw"), wrong)
    assert feed_of(place) == ""


@pytest.mark.parametrize(
    ("to", "says"),
    [("s3://no-such-bucket/x", "NoSuchBucket"), ("s3:///x", "names no bucket"), ("ftp://a/b", "no place")],
)
def test_a_place_that_cannot_be_is_said_plainly(keys: None, tmp_path: Path, to: str, says: str, host: str) -> None:
    project = make_project(tmp_path / "studio", "saw")
    with pytest.raises(PublishError, match=says) as raised:
        put(project, Destination(to=to, base_url=f"{host}/x"))
    assert raised.value.hint


def test_no_secret_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = "wJalrXUtnFEMI"
    for name, value in {**KEYS, "AWS_SECRET_ACCESS_KEY": secret, "AWS_ENDPOINT_URL": "http://127.0.0.1:9"}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(PublishError, match="EndpointConnectionError") as raised:
        put(make_project(tmp_path / "studio", "saw"), Destination(to="s3://classes", base_url="http://127.0.0.1:9"))
    assert secret not in repr(raised.value) + raised.value.hint


def test_a_host_that_ignores_conditions_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "host").mkdir()
    with s3rver(tmp_path / "host") as url:
        base_url = make_bucket(url, BUCKET)
        for name, value in {**KEYS, "AWS_ENDPOINT_URL": url}.items():
            monkeypatch.setenv(name, value)
        said = put(make_project(tmp_path / "studio", "saw"), Destination(to=f"s3://{BUCKET}", base_url=base_url))

        assert any("ignores conditional writes" in warning for warning in said.warnings)
        assert "<title>Saw" in requests.get(f"{base_url}/feed.xml", timeout=10).text


def test_a_feed_that_is_written_over_is_noticed_merged_and_put_again(
    place: Destination, host: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a host without conditions: right after our feed, an old one of somebody else takes its place."""
    project = make_project(tmp_path / "studio", "saw", "swan")
    put(project, place, "swan")
    bucket, key = client(host), f"{place.to}/feed.xml".removeprefix(f"s3://{BUCKET}/")
    old = bucket.get_object(Bucket=BUCKET, Key=key)["Body"].read()
    undone = threading.Event()

    def undo(count: int) -> None:
        if not undone.is_set() and b"<title>Saw" in bucket.get_object(Bucket=BUCKET, Key=key)["Body"].read():
            undone.set()
            bucket.put_object(Bucket=BUCKET, Key=key, Body=old, ContentType="application/rss+xml")

    with counting_proxy(host) as proxy:
        proxy.then = undo
        monkeypatch.setenv("AWS_ENDPOINT_URL", proxy.url)
        said = put(project, place, "saw")

    assert undone.is_set()
    assert any("lost what was just put there" in warning for warning in said.warnings)
    assert feed_of(place).count("<item>") == 2


def test_eight_publishers_at_once_lose_no_episode(host: str, tmp_path: Path) -> None:
    """Each has a checkout of its own with a class of its own, and one that all have; the feed is watched meanwhile."""
    place = at(host, "eight")
    projects = [make_project(tmp_path / f"studio-{n}", "shared", f"class-{n}") for n in range(8)]
    processes = [start(project, place, {**KEYS, "AWS_ENDPOINT_URL": host}) for project in projects]
    seen = [0]
    while any(process.is_alive() for process in processes):
        seen.append(feed_of(place).count("<item>"))

    assert seen == sorted(seen)  # an episode that was once in the feed stays in it
    assert [process.exitcode for process in processes] == [0] * 8
    titles = {"Shared", *(f"Class {n}" for n in range(8))}
    root = etree.fromstring(feed_of(place).encode())
    assert sorted(item.findtext("title") or "" for item in root.iter("item")) == sorted(titles)
    index = requests.get(f"{place.base_url}/index.html", timeout=10).text
    assert all(f">{title}</a>" in index for title in titles)


def test_eight_publishers_of_one_project_lose_no_episode(host: str, tmp_path: Path) -> None:
    place = at(host, "one-project")
    project = make_project(tmp_path / "studio", *(f"class-{n}" for n in range(4)))
    processes = [start(project, place, {**KEYS, "AWS_ENDPOINT_URL": host}) for _ in range(8)]
    for process in processes:
        process.join(120)

    assert [process.exitcode for process in processes] == [0] * 8
    assert feed_of(place).count("<item>") == 4


def test_eight_publishers_to_one_folder_lose_no_episode(tmp_path: Path) -> None:
    site = tmp_path / "site"
    projects = [make_project(tmp_path / f"studio-{n}", "shared", f"class-{n}") for n in range(8)]
    processes = [
        start(project, Destination(to=str(site), base_url="https://adas.studio/a"), {}) for project in projects
    ]
    for process in processes:
        process.join(120)

    assert [process.exitcode for process in processes] == [0] * 8
    assert (site / "feed.xml").read_text(encoding="utf-8").count("<item>") == 9
    assert (site / "index.html").read_text(encoding="utf-8").count("episodes/") == 9
    assert not [path for path in site.rglob("*") if path.name.startswith(".")]


def killed_after(n_requests: int, proxy: CountingProxy, project: Project, place: Destination) -> bool:
    """Publish, and kill the publisher once the host has answered `n_requests`; False if it was done before."""
    born, count = threading.Event(), 0
    process = None

    def kill(count: int) -> None:
        born.wait(10)
        if count == n_requests and process is not None and process.pid:
            os.kill(process.pid, signal.SIGKILL)

    proxy.count, proxy.then = 0, kill
    process = start(project, place, {**KEYS, "AWS_ENDPOINT_URL": proxy.url})
    born.set()
    process.join(60)
    count = proxy.count
    proxy.then = lambda count: None
    assert process.exitcode in (0, -signal.SIGKILL), count
    return process.exitcode != 0


def test_killed_after_any_request_of_the_first_publish(host: str, keys: None, tmp_path: Path) -> None:
    """The feed is not there or whole after each kill, and the next publish finishes the work."""
    project = make_project(tmp_path / "studio", "saw")
    with counting_proxy(host) as proxy:
        for n_requests in range(1, 100):
            place = at(host, f"first-{n_requests}")
            was_killed = killed_after(n_requests, proxy, project, place)
            feed_of(place)
            assert put(project, place).episodes[0].state in ("new", "same")
            assert "<title>Saw" in requests.get(f"{place.base_url}/feed.xml", timeout=10).text
            if not was_killed:
                break
    assert 25 < n_requests < 99


def test_killed_after_any_request_of_a_later_publish(host: str, keys: None, tmp_path: Path) -> None:
    """Each round publishes a rebuilt sound over a feed that is out; readers see the old or the new one, whole."""
    project = make_project(tmp_path / "studio", "saw", "swan")
    place = at(host, "later")
    put(project, place)
    with counting_proxy(host) as proxy:
        for n_requests in range(1, 100):
            build(project, "saw", tone_hz=440 + n_requests, title=f"Saw, take {n_requests}")
            was_killed = killed_after(n_requests, proxy, project, place)
            between = feed_of(place)
            assert between.count("<item>") == 2
            put(project, place)
            assert f"Saw, take {n_requests}<" in requests.get(f"{place.base_url}/feed.xml", timeout=10).text
            if not was_killed:
                break
    assert 25 < n_requests < 99
