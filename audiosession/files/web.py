"""Ask hosts as this machine is set up to: through its proxy, with its certificates, and loopback directly."""

from __future__ import annotations

import ipaddress
import os
import re
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import requests
from requests import PreparedRequest, Response
from requests.utils import get_environ_proxies, select_proxy
from urllib3.exceptions import ProtocolError

_CERTIFICATES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR")
_TROUBLES = (  # the first that is behind an error says it
    (requests.TooManyRedirects, "it sends us on and on"),
    (socket.gaierror, "its name is not found, or there is no network"),
    (ConnectionRefusedError, "nothing answers there"),
    (requests.exceptions.SSLError, "it does not speak HTTPS as we do"),
    (requests.Timeout, "no answer in time"),
    (requests.exceptions.ContentDecodingError, "what it sends can't be unpacked"),
    (requests.exceptions.ChunkedEncodingError, "the answer broke off"),
    (ConnectionError, "the connection broke off"),
    (ProtocolError, "the connection broke off"),
)
_OWN_CERTIFICATES = "set REQUESTS_CA_BUNDLE to the file of certificates that your network or server goes by"


class StandingError(requests.RequestException):
    """Trouble that stands until somebody changes how this machine is set up: asking again is of no use.

    Args:
        reason: What is wrong, in one line, without a password that an address may hold.
        hint: What to change.
    """

    def __init__(self, reason: str, *, hint: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint


class WebSession(requests.Session):
    """A session that asks loopback hosts directly, whatever proxy is set.

    It raises a `StandingError`, which is a `requests.RequestException`, where the proxy or the certificates are at
    fault.
    """

    def merge_environment_settings(self, url: Any, *others: Any, **more: Any) -> Any:
        """Return what the environment says of asking `url`; of a loopback host, no proxy."""
        settings = super().merge_environment_settings(url, *others, **more)
        if is_loopback(str(url)):
            settings["proxies"] = {}
        return settings

    def rebuild_proxies(self, prepared_request: PreparedRequest, proxies: Any) -> Any:
        """Return the proxies for the address that a host sent us on to."""
        rebuilt = super().rebuild_proxies(prepared_request, proxies)  # type: ignore[no-untyped-call]
        return {} if is_loopback(prepared_request.url or "") else rebuilt

    def send(self, request: PreparedRequest, **settings: Any) -> Response:
        """Send `request`, and name what stands between this machine and the host."""
        try:
            return super().send(request, **settings)
        except StandingError:
            raise
        except (OSError, ValueError) as error:
            if trouble := standing_trouble(error, request.url or ""):
                raise trouble from error
            raise


def is_loopback(url: str) -> bool:
    """Tell whether the host of `url` is this machine.

    >>> [is_loopback(f"http://{host}:8880/v1") for host in ("localhost", "127.0.0.3", "[::1]", "example.org")]
    [True, True, True, False]
    """
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def proxy_for(url: str) -> str:
    """Return the proxy that stands between this machine and `url`, without its password; empty where none does."""
    if is_loopback(url):
        return ""
    try:
        proxy = select_proxy(url, get_environ_proxies(url)) or ""
    except (ValueError, TypeError):
        return "of this machine"
    return re.sub(r"^(\w+://)?.*@", r"\1", proxy)


def through(url: str) -> str:
    """Return `` through the proxy …`` where `url` is asked through one, to be said behind what went wrong."""
    proxy = proxy_for(url)
    return f" through the proxy {proxy}" if proxy else ""


def standing_trouble(error: Exception, url: str) -> StandingError | None:
    """Return what in this machine's settings made asking `url` fail; None where another attempt may go better."""
    proxy = proxy_for(url)
    words = str(error)
    if isinstance(error, requests.exceptions.SSLError) or not isinstance(error, requests.RequestException):
        if "certificate" in words.lower():
            return _certificates(error, url)
        return (
            StandingError(f"the proxy {proxy} is no URL", hint=_proxy_hint(url)) if _is_no_url(error, proxy) else None
        )
    if isinstance(error, requests.exceptions.InvalidSchema) and "SOCKS" in words:
        hint = f'pip install "requests[socks]", or {_proxy_hint(url)}'
        return StandingError(f"the proxy {proxy} speaks SOCKS, which this Python can't", hint=hint)
    if _is_no_url(error, proxy):
        return StandingError(f"the proxy {proxy} is no URL", hint=_proxy_hint(url))
    refused = isinstance(error, requests.exceptions.ProxyError) and "connection failed: 5" not in words
    unreached = isinstance(error, requests.ConnectionError) and proxy.lower().startswith("socks")
    if refused or (unreached and not isinstance(error, requests.Timeout)):
        return StandingError(f"the proxy {proxy} does not let us through", hint=_proxy_hint(url))
    return None


def reason(error: Exception) -> str:
    """Return what went wrong in a few words, as somebody would say it who knows of no exception."""
    if isinstance(error, StandingError):
        return f"{error.reason} ({error.hint})"
    behind = tuple(_behind(error))
    return next((words for kind, words in _TROUBLES if any(isinstance(one, kind) for one in behind)), "no connection")


def _behind(error: BaseException) -> Iterator[BaseException]:
    """Yield `error` and what was behind it, which urllib3 keeps as a `reason`, requests as an argument."""
    nexts, seen = [error], set[int]()
    while nexts:
        one = nexts.pop(0)
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        nexts += [
            more
            for more in (*one.args, getattr(one, "reason", None), one.__cause__, one.__context__)
            if isinstance(more, BaseException)
        ]


def _is_no_url(error: Exception, proxy: str) -> bool:
    """Tell whether `error` speaks of the address of `proxy`: that of the host has been looked at before."""
    if isinstance(error, requests.exceptions.InvalidProxyURL):
        return True
    return bool(proxy) and isinstance(error, requests.exceptions.InvalidURL | ValueError)


def _proxy_hint(url: str) -> str:
    """Return how another proxy is chosen, or none for the host of `url`."""
    names = [
        name for scheme in (urlsplit(url).scheme, "all") for name in (f"{scheme}_proxy", f"{scheme.upper()}_PROXY")
    ]
    named = next((name for name in names if os.environ.get(name)), "the proxy of this system")
    return f"check {named}, or name {urlsplit(url).hostname} in no_proxy"


def _certificates(error: Exception, url: str) -> StandingError:
    named = next((name for name in _CERTIFICATES if os.environ.get(name)), "")
    if not named:
        return StandingError(f"the certificate of {urlsplit(url).hostname} is not one we trust", hint=_OWN_CERTIFICATES)
    where = os.environ[named]
    if not os.path.exists(where):  # noqa: PTH110 - it may hold what no path can
        reason = f"the certificates at {where} are not there"
    elif isinstance(error, requests.exceptions.SSLError) and "VERIFY_FAILED" in str(error):
        reason = f"the certificate of {urlsplit(url).hostname} is not one that {where} trusts"
    else:
        reason = f"the certificates at {where} can't be read"
    return StandingError(reason, hint=f"check {named}, or unset it")
