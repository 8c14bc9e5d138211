"""Keys, region and endpoint of S3: where AWS's own tools look for them, and those that publish."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from configparser import ConfigParser
from configparser import Error as ConfigError
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audiosession.files.homes import expanded

_FILES = {"AWS_SHARED_CREDENTIALS_FILE": "~/.aws/credentials", "AWS_CONFIG_FILE": "~/.aws/config"}
_USUAL_REGION = "us-east-1"


@dataclass(frozen=True, kw_only=True)
class BucketAccess:
    """How a bucket is reached: `config` in the words of obstore; `provider` renews keys that run out."""

    config: Mapping[str, str]
    provider: Callable[[], Any] | None = None

    @property
    def plain(self) -> bool:
        """Whether it is reached without encryption, as a host on this machine may be."""
        return self.config.get("endpoint", "").startswith("http://")


def bucket_access() -> BucketAccess:
    """Return how buckets are reached: as the environment tells, else the profile in ``~/.aws``, else what boto3 finds.

    Nothing of it is printed or written. Without any of these, obstore asks where a machine in a cloud has its keys.
    """
    profile = _profile(os.environ.get("AWS_PROFILE") or os.environ.get("AWS_DEFAULT_PROFILE") or "default")

    def told(key: str, *variables: str) -> str:
        return next((os.environ[name] for name in variables if os.environ.get(name)), profile.get(key, ""))

    config = {
        "region": told("region", "AWS_REGION", "AWS_DEFAULT_REGION") or _USUAL_REGION,
        "endpoint": told("endpoint_url", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"),
    }
    own = {
        "access_key_id": ("aws_access_key_id", "AWS_ACCESS_KEY_ID"),
        "secret_access_key": ("aws_secret_access_key", "AWS_SECRET_ACCESS_KEY"),
        "token": ("aws_session_token", "AWS_SESSION_TOKEN"),
    }
    if os.environ.get("AWS_ACCESS_KEY_ID"):
        keys = {name: os.environ.get(variable, "") for name, (_, variable) in own.items()}
    else:
        keys = {name: profile.get(key, "") for name, (key, _) in own.items()}
    config |= keys
    provider = None if keys["access_key_id"] else _provider()
    return BucketAccess(config={key: value for key, value in config.items() if value}, provider=provider)


def _profile(name: str) -> dict[str, str]:
    """Return what the files in ``~/.aws`` say under `name`; nothing where they say nothing, or can't be read."""
    found: dict[str, str] = {}
    for variable, usual in reversed(_FILES.items()):
        parser = ConfigParser(interpolation=None)
        try:
            parser.read_string(Path(expanded(os.environ.get(variable) or usual)).read_text("utf-8"))
        except (OSError, ValueError, ConfigError):
            continue
        for section in (f"profile {name}", name):
            if parser.has_section(section):
                found |= dict(parser.items(section))
    return found


def _provider() -> Callable[[], Any] | None:
    """Return what asks boto3 for keys, where it is installed and has any: single sign-on, roles."""
    try:
        import boto3
        from botocore.exceptions import BotoCoreError
        from obstore.auth.boto3 import Boto3CredentialProvider
    except ImportError:
        return None
    try:
        session = boto3.Session()
        if session.get_credentials() is None:
            return None
        return Boto3CredentialProvider(session)
    except (BotoCoreError, ValueError):
        return None
