"""Real S3 hosts on loopback: moto, which keeps conditions, and s3rver, which ignores them."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

KEYS = {"AWS_ACCESS_KEY_ID": "S3RVER", "AWS_SECRET_ACCESS_KEY": "S3RVER", "AWS_DEFAULT_REGION": "us-east-1"}


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def running(command: list[str], port: int, cwd: Path | None = None) -> Iterator[str]:
    """Run a server until the block ends; yield its address once it listens."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=cwd) as process:
        try:
            until = time.monotonic() + 30
            while time.monotonic() < until:
                with socket.socket() as one:
                    if one.connect_ex(("127.0.0.1", port)) == 0:
                        break
                assert process.poll() is None, command
                time.sleep(0.05)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(10)


@contextmanager
def moto() -> Iterator[str]:
    port = free_port()
    with running([sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)], port) as url:
        yield url


@contextmanager
def s3rver(folder: Path) -> Iterator[str]:
    """An S3 host that writes whatever the conditions say."""
    program = shutil.which("s3rver") or os.environ.get("S3RVER", "")
    if not program:
        pytest.skip("s3rver is not installed: npm install --global s3rver")
    port = free_port()
    command = [program, "--address", "127.0.0.1", "--port", str(port), "--directory", str(folder)]
    with running(command, port) as url:
        yield url


def make_bucket(url: str, name: str) -> str:
    """Make a bucket that everybody may read; return its public address."""
    everybody = {"Effect": "Allow", "Principal": "*", "Resource": f"arn:aws:s3:::{name}/*"}
    policy = {"Version": "2012-10-17", "Statement": [{**everybody, "Action": ["s3:GetObject", "s3:HeadObject"]}]}
    rules = [{"AllowedMethods": ["GET", "HEAD"], "AllowedOrigins": ["*"]}]
    bucket = client(url)
    bucket.create_bucket(Bucket=name)
    with suppress(ClientError):  # s3rver has no policies: everybody may read there anyway
        bucket.put_bucket_policy(Bucket=name, Policy=json.dumps(policy))
    bucket.put_bucket_cors(Bucket=name, CORSConfiguration={"CORSRules": rules})
    return f"{url}/{name}"


def client(url: str) -> Any:
    return boto3.client(
        "s3",
        endpoint_url=url,
        aws_access_key_id=KEYS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=KEYS["AWS_SECRET_ACCESS_KEY"],
        region_name=KEYS["AWS_DEFAULT_REGION"],
    )
