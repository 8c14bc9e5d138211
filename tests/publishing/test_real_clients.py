"""Podcast apps that people use take every episode, byte for byte, from each kind of host."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from support.built_classes import make_project
from support.publishing_processes import NOW
from support.s3_hosts import KEYS, free_port, make_bucket, moto, running

from audiosession.feed.checks.reader import check_feed
from audiosession.feed.places.server import Host
from audiosession.project.project import Project
from audiosession.publishing.decide import Wishes
from audiosession.publishing.publish import publish
from audiosession.publishing.ready import Destination
from audiosession.publishing.select import ALL

pytestmark = pytest.mark.peers
SLUGS = ("saw", "swan", "teaser")

NGINX = """\
daemon off; pid {root}/nginx.pid; error_log {root}/error.log;
events {{}}
http {{
  access_log off; client_body_temp_path {root}/t1; proxy_temp_path {root}/t2; fastcgi_temp_path {root}/t3;
  uwsgi_temp_path {root}/t4; scgi_temp_path {root}/t5;
  types {{ audio/mpeg mp3; application/rss+xml xml; text/vtt vtt; application/x-subrip srt; image/jpeg jpg;
           text/html html; text/css css; text/javascript js; application/json json; }}
  server {{
    listen 127.0.0.1:{port};
    root {site};
    location ~ \\.chapters\\.json$ {{ types {{}} default_type application/json+chapters;
                                     add_header Access-Control-Allow-Origin *; }}
    location ~ \\.(vtt|srt|json)$ {{ add_header Access-Control-Allow-Origin *; }}
  }}
}}
"""


@contextmanager
def served(project: Project) -> Iterator[str]:
    site = project.root / "site"
    with Host(site, port=0, quiet=True) as server:
        publish(project, ALL, Destination(to=str(site), base_url=server.url), Wishes(), NOW)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server.url
        server.shutdown()


@contextmanager
def behind_nginx(project: Project) -> Iterator[str]:
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        pytest.skip("nginx is not installed: apt-get install nginx-light")
    port, site = free_port(), project.root / "site"
    publish(project, ALL, Destination(to=str(site), base_url=f"http://127.0.0.1:{port}"), Wishes(), NOW)
    configuration = project.root / "nginx.conf"
    configuration.write_text(NGINX.format(root=project.root, site=site, port=port), encoding="utf-8")
    project.root.chmod(0o755)
    with running([program, "-p", str(project.root), "-c", str(configuration), "-g", "user root;"], port) as url:
        yield url


@contextmanager
def in_a_bucket(project: Project) -> Iterator[str]:
    with moto() as url, pytest.MonkeyPatch.context() as environment:
        for name, value in {**KEYS, "AWS_ENDPOINT_URL": url}.items():
            environment.setenv(name, value)
        base_url = make_bucket(url, "classes")
        publish(project, ALL, Destination(to="s3://classes", base_url=base_url), Wishes(), NOW)
        yield base_url


HOSTS = {"serve": served, "nginx": behind_nginx, "s3": in_a_bucket}


@pytest.fixture(scope="module", params=HOSTS)
def hosted(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, set[str]]]:
    project = make_project(tmp_path_factory.mktemp(request.param) / "studio", *SLUGS)
    with HOSTS[request.param](project) as url:
        yield f"{url}/feed.xml", {digest(project.output / f"{slug}.mp3") for slug in SLUGS}


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def run(command: list[str], home: Path, **environment: str) -> str:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed: apt-get install gpodder podget")
    clean = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    done = subprocess.run(
        command,
        env={**clean, "HOME": str(home), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.stdout + done.stderr


def test_gpodder_takes_every_episode_whole(hosted: tuple[str, set[str]], tmp_path: Path) -> None:
    feed, sounds = hosted
    places = {"GPODDER_HOME": str(tmp_path), "GPODDER_DOWNLOAD_DIR": str(tmp_path / "downloads")}
    said = run(["gpo", "subscribe", feed], tmp_path, **places) + run(["gpo", "download"], tmp_path, **places)

    assert {digest(path) for path in (tmp_path / "downloads").rglob("*.mp3")} == sounds, said
    assert "0 new episodes" in run(["gpo", "update"], tmp_path, **places) or "No new" in run(
        ["gpo", "pending"], tmp_path, **places
    )


def test_podget_takes_every_episode_whole(hosted: tuple[str, set[str]], tmp_path: Path) -> None:
    feed, sounds = hosted
    settings = tmp_path / "settings"
    settings.mkdir()
    (settings / "serverlist").write_text(f"{feed} Classes Breath\n", encoding="utf-8")
    said = "".join(run(["podget", "-d", str(settings)], tmp_path) for _ in range(2))  # the first run takes one only

    assert {digest(path) for path in (tmp_path / "POD").rglob("*.mp3")} == sounds, said


def test_check_feed_finds_nothing_but_what_the_host_lacks(hosted: tuple[str, set[str]]) -> None:
    feed, _ = hosted
    found = {one.rule for one in check_feed(feed).findings}
    assert found == ({"host-cors"} if "/classes/" in feed else set())  # moto keeps CORS rules and sends no header
