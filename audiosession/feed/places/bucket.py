"""A bucket as the place of a show: S3, and whatever speaks it (R2, MinIO, ...), through boto3.

Keys, region and endpoint come from where boto3 looks for them (environment, ``~/.aws``); nothing of them is
printed or written here.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from audiosession.errors import PublishError
from audiosession.feed.places.target import IMMUTABLE, SHORT_LIVED, Document, MediaOutcome, StaleDocumentError, Upload
from audiosession.feed.xml_text import FEED_BYTES
from audiosession.files.web import is_loopback

_MISSING = {"404", "NoSuchKey", "NotFound"}
_CONFLICT = {"412", "PreconditionFailed", "409", "ConditionalRequestConflict"}
_HINTS = {
    "NoSuchBucket": "create the bucket first, or check its name",
    "AccessDenied": "allow s3:GetObject, s3:PutObject and s3:ListBucket on the bucket to this key",
    "403": "allow s3:GetObject, s3:PutObject and s3:ListBucket on the bucket to this key",
    "InvalidAccessKeyId": "check AWS_ACCESS_KEY_ID or the profile in ~/.aws",
    "SignatureDoesNotMatch": "check AWS_SECRET_ACCESS_KEY or the profile in ~/.aws, and the clock of this machine",
    "NoCredentialsError": "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or write a profile to ~/.aws",
    "EndpointConnectionError": "check AWS_ENDPOINT_URL and the network",
    "ProxyConnectionError": "check https_proxy and http_proxy, or name the host in no_proxy",
    "HTTPClientError": "check the name, the network, and https_proxy if it is set",
    "InvalidProxiesConfigError": "check https_proxy and http_proxy, or name the host in no_proxy",
    "SSLError": "check the certificates that AWS_CA_BUNDLE or REQUESTS_CA_BUNDLE names, if one is set",
}


def open_bucket(name: str) -> Bucket:
    """Return the bucket that ``s3://BUCKET/PREFIX`` names.

    Raises:
        PublishError: boto3 is not installed, or the name has no bucket.
    """
    bucket, _, prefix = name.removeprefix("s3://").partition("/")
    if not bucket:
        raise PublishError(f'"{name}" names no bucket', hint="write s3://BUCKET/PREFIX")
    try:
        import boto3
        from botocore.config import Config
        from botocore.exceptions import BotoCoreError
    except ImportError:
        raise PublishError("publishing to S3 needs boto3", hint='pip install "audiosession[s3]"') from None
    config = Config(
        connect_timeout=10,
        read_timeout=60,
        retries={"mode": "standard", "max_attempts": 3},
        max_pool_connections=16,
        # Checksums of AWS's own kind are refused by older S3 hosts; Content-MD5 is known to all.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    try:
        client = boto3.client("s3", config=config)
        if is_loopback(client.meta.endpoint_url):
            client = boto3.client("s3", config=config.merge(Config(proxies={})))
    except (BotoCoreError, ValueError) as error:
        raise _trouble(name, error) from error
    return Bucket(client, bucket, prefix.strip("/"))


class Bucket:
    """A show under a prefix of a bucket; see `audiosession.feed.places.target.Target`."""

    is_remote = True

    def __init__(self, client: Any, bucket: str, prefix: str) -> None:
        self._client = client
        self._bucket = bucket
        self._prefix = f"{prefix}/" if prefix else ""
        self.name = f"s3://{bucket}/{prefix}".rstrip("/")

    def has(self, key: str, sha256: str | None, size: int | None) -> bool:
        """Tell whether the file is there, by the hash stored with it; see `Target.has`."""
        address = self._address(key)
        try:
            with self._asked(key):
                found = self._client.head_object(**address)
        except _MissingError:
            return False
        stored = found.get("Metadata", {}).get("sha256")
        if sha256 and not stored:
            with self._asked(key):
                stored = self._digest_of(self._client.get_object(**address)["Body"], found["ContentLength"])
        if (size is not None and found["ContentLength"] != size) or (sha256 and stored != sha256):
            hint = "move it away, then publish again"
            raise PublishError(f"another file stands at {self.name}/{key}", hint=hint)
        return True

    def put_media(self, upload: Upload) -> MediaOutcome:
        """Put a file that never changes, on the condition that none is there; see `Target.put_media`."""
        if self.has(upload.key, upload.sha256, upload.size):
            return "there"
        try:
            self._put(upload, IMMUTABLE, IfNoneMatch="*")
        except StaleDocumentError:
            return "there" if self.has(upload.key, upload.sha256, upload.size) else self.put_media(upload)
        return "put"

    def read_document(self, key: str) -> Document | None:
        """Return a document with its ETag, or None where there is none."""
        try:
            with self._asked(key):
                found = self._client.get_object(**self._address(key))
                content = found["Body"].read(FEED_BYTES + 1)
        except _MissingError:
            return None
        if len(content) > FEED_BYTES:
            found["Body"].close()
            raise PublishError(f"{self.name}/{key} is over {FEED_BYTES // 1_000_000} MB, too long for a document")
        return Document(content=content, tag=found["ETag"])

    def _digest_of(self, body: Any, size: int) -> str:
        digest = hashlib.sha256()
        for piece in body.iter_chunks(1 << 20):
            digest.update(piece)
            size -= len(piece)
            if size < 0:
                break
        return digest.hexdigest()

    def put_document(self, upload: Upload, expected: Document | None) -> None:
        """Replace a document if its ETag is still that of `expected`; see `Target.put_document`."""
        condition = {"IfMatch": expected.tag} if expected else {"IfNoneMatch": "*"}
        try:
            self._put(upload, SHORT_LIVED, **condition)
        except _MissingError:
            raise StaleDocumentError(upload.key) from None

    def keeps_conditions(self, upload: Upload) -> bool:
        """Put `upload`, which is there, once more on the condition that it is not: a good host refuses."""
        try:
            self._put(upload, IMMUTABLE, IfNoneMatch="*")
        except StaleDocumentError:
            return True
        return False

    def knowing(self, digest_of: Callable[[Path], str]) -> Bucket:
        """A bucket tells digests itself; see `Target.knowing`."""
        return self

    def _put(self, upload: Upload, cache: str, **condition: str) -> None:
        with self._asked(upload.key):
            content = upload.content if isinstance(upload.content, Path) else upload.read()
            words = {
                "ContentType": upload.type,
                "CacheControl": cache,
                "Metadata": {"sha256": upload.sha256},
                "ContentMD5": _md5([content] if isinstance(content, bytes) else upload.pieces()),
                **self._address(upload.key),
                **condition,
            }
            if isinstance(content, bytes):
                self._client.put_object(Body=content, **words)
            else:
                with content.open("rb") as file:
                    self._client.put_object(Body=file, **words)

    def _address(self, key: str) -> dict[str, str]:
        return {"Bucket": self._bucket, "Key": self._prefix + key}

    @contextmanager
    def _asked(self, key: str) -> Iterator[None]:
        """Turn what boto3 raises into our own words."""
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            yield
        except ClientError as error:
            code = str(error.response.get("Error", {}).get("Code", ""))
            if code in _MISSING:
                raise _MissingError(key) from error
            if code in _CONFLICT:
                raise StaleDocumentError(key) from error
            raise PublishError(f"{self.name} refuses {key}: {code}", hint=_HINTS.get(code, "")) from error
        except BotoCoreError as error:
            raise _trouble(self.name, error) from error
        except OSError as error:
            raise PublishError(f"{key} can't be read while it is sent: {error}") from error


class _MissingError(Exception):
    """There is no such key."""


def _trouble(name: str, error: Exception) -> PublishError:
    """Name the kind of trouble only: the texts of boto3 may hold addresses with keys in them."""
    kind = type(error).__name__
    return PublishError(f"{name} can't be reached: {kind}", hint=_HINTS.get(kind, "check the name and the network"))


def _md5(pieces: Iterable[bytes]) -> str:
    """Return the checksum with which the host notices a file that arrives changed; no secret hangs on it."""
    digest = hashlib.md5(usedforsecurity=False)
    for piece in pieces:
        digest.update(piece)
    return base64.b64encode(digest.digest()).decode()
