"""Where a shared store may be, and how a bucket is reached."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiosession.errors import StoreError
from audiosession.files.sharing.keys import bucket_access
from audiosession.files.sharing.opening import open_objects, told_address

AWS = ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "SESSION_TOKEN", "REGION", "DEFAULT_REGION", "ENDPOINT_URL", "PROFILE")


@pytest.fixture(autouse=True)
def _no_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*AWS, "ENDPOINT_URL_S3", "DEFAULT_PROFILE"):
        monkeypatch.delenv(f"AWS_{name}", raising=False)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))


def test_a_folder_is_named_as_seen_from_somewhere(tmp_path: Path) -> None:
    assert told_address("../shared", tmp_path / "project") == str(tmp_path / "shared")
    assert told_address("/mnt/shared", tmp_path) == "/mnt/shared"
    assert told_address("s3://bucket/a/b/", tmp_path) == "s3://bucket/a/b"


@pytest.mark.parametrize(
    "address", ["", " ", "s3://", "s3:///x", "s3://key:secret@bucket/x", "s3://bucket/../x", "s3://b//x", "ftp://x/y"]
)
def test_an_address_that_makes_no_sense_is_refused_without_being_told(address: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError) as refused:
        told_address(address, tmp_path)

    assert "secret" not in str(refused.value)
    assert refused.value.hint


def test_a_folder_is_made_unless_its_disk_is_missing(tmp_path: Path) -> None:
    open_objects(str(tmp_path / "shared")).put("a", b"x")
    assert (tmp_path / "shared" / "a").read_bytes() == b"x"

    with pytest.raises(StoreError, match="is not there"):
        open_objects(str(tmp_path / "disk" / "shared"))


def test_keys_come_from_the_environment_before_the_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "credentials").write_text("[default]\naws_access_key_id = A\naws_secret_access_key = B%C\n")
    (tmp_path / "config").write_text(
        "[default]\nregion = eu-west-1\nendpoint_url = http://localhost:1\n[profile other]\nregion = eu-west-2\n"
    )
    told = bucket_access()
    assert told.config == {
        "region": "eu-west-1",
        "endpoint": "http://localhost:1",
        "access_key_id": "A",
        "secret_access_key": "B%C",
    }
    assert told.plain

    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "E")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "F")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "https://s3.example.org")
    told = bucket_access()
    assert (told.config["access_key_id"], told.config["secret_access_key"], told.plain) == ("E", "F", False)

    monkeypatch.setenv("AWS_PROFILE", "other")
    assert bucket_access().config["region"] == "eu-west-2"


def test_files_of_keys_that_cant_be_read_count_as_none(tmp_path: Path) -> None:
    (tmp_path / "credentials").write_bytes(b"\xff\xfe no [file")
    (tmp_path / "config").mkdir()

    assert bucket_access().config == {"region": "us-east-1"}


def test_a_folder_that_holds_something_else_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "show.toml").write_text("")
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / ".DS_Store").write_text("")

    with pytest.raises(StoreError, match="is no store, and holds something else"):
        open_objects(str(tmp_path / "scripts"))
    objects = open_objects(str(tmp_path / "new"))
    objects.put("actions/a", b"1")
    (tmp_path / "new" / "notes.txt").write_text("ours")

    assert open_objects(str(tmp_path / "new")).get("actions/a", most=10) == b"1"
