"""Address → `Payload`: the only use of the network, for addresses that the user typed.

There are no cookies, no scripts, and nothing that a page names is fetched but where it redirects to.
"""

from __future__ import annotations

import errno
import os
import re
import socket
import time
from email.message import Message
from http import HTTPStatus
from http.client import HTTPException, RemoteDisconnected
from importlib.metadata import version
from ipaddress import ip_address
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    DecodeError,
    HTTPError,
    IncompleteRead,
    LocationParseError,
    LocationValueError,
    NameResolutionError,
    NewConnectionError,
    ProtocolError,
    ReadTimeoutError,
    SSLError,
)

from ryabkov_diff.read.formats import CONTENT_TYPES, SUFFIXES, Format, recognise_format
from ryabkov_diff.read.sources import Fault, Payload, is_address, too_large

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ryabkov_diff.read.documents import ReadOptions

__all__ = ["fetch_payload"]

# Seconds until a server has taken the connection, until it says something more, and until all is there. The slowest
# news sites begin to answer after some five.
_CONNECT, _READ, _OVERALL = 10.0, 20.0, 60.0

# Short links lead over two or three addresses; a loop over any number.
_REDIRECTS = 5

# Bytes taken at a time.
_CHUNK = 1 << 16

# A file's name may have 255 bytes on most systems; endings and numbers are added.
_NAME_CHARACTERS = 150

_HEADERS = {
    "User-Agent": f"ryabkov-diff/{version('ryabkov-diff')}",
    "Accept": "text/html, application/xhtml+xml, application/json, application/xml;q=0.9, text/plain, */*;q=0.5",
    "Accept-Encoding": "gzip, deflate",
    # The program reads English; some sites have several languages at one address.
    "Accept-Language": "en",
}

_IN_A_BROWSER = "save the page with a browser, and name the file"
_HINTS: Mapping[int, str] = {
    HTTPStatus.UNAUTHORIZED: _IN_A_BROWSER,
    HTTPStatus.PAYMENT_REQUIRED: _IN_A_BROWSER,
    HTTPStatus.FORBIDDEN: _IN_A_BROWSER,
    HTTPStatus.NOT_FOUND: "check the address",
    HTTPStatus.NOT_ACCEPTABLE: _IN_A_BROWSER,
    HTTPStatus.GONE: "check the address",
    HTTPStatus.TOO_MANY_REQUESTS: f"wait a while, or {_IN_A_BROWSER}",
    HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS: _IN_A_BROWSER,
}


def fetch_payload(address: str, options: ReadOptions) -> Payload:
    """Fetch what stands at an address, and keep it where the user wants that.

    Args:
        address: Begins with `http://` or `https://`.
        options: The limit of size, before and after unpacking, and the folder for what is fetched.

    Returns:
        The bytes, unpacked, with the address after redirects.

    Raises:
        Fault: It cannot be fetched, takes too long, is too large, is nothing that may be an article, or cannot be
            kept.
    """
    answers: SimpleQueue[Payload | Exception] = SimpleQueue()

    def work() -> None:
        try:
            answers.put(_follow(address, options.limits.size, time.monotonic() + _OVERALL))
        except Exception as error:  # noqa: BLE001  # raised below, in the thread of the caller
            answers.put(error)

    # A server that sends a byte a minute keeps to all time-outs of the library, and the search for a host has none.
    Thread(target=work, daemon=True).start()
    try:
        answer = answers.get(timeout=_OVERALL)
    except Empty:
        raise _late(address, _OVERALL) from None
    if isinstance(answer, Exception):
        raise answer
    if options.save_pages is not None:
        _keep(answer, Path(options.save_pages))
    return answer


def _follow(address: str, limit: int, deadline: float) -> Payload:
    """Fetch an address, over its redirects."""
    here = address
    pool = urllib3.PoolManager(retries=False, timeout=urllib3.Timeout(connect=_CONNECT, read=_READ))
    with pool:
        for _ in range(_REDIRECTS + 1):
            try:
                if "@" in urlsplit(here).netloc:
                    name = f"the address at {urlsplit(here).hostname}"
                    raise Fault(name, "has a name or a password in it", f"leave it out, or {_IN_A_BROWSER}")
                response = pool.request("GET", here, headers=_HEADERS, redirect=False, preload_content=False)
                with response:
                    target = response.headers.get("Location") if response.status in response.REDIRECT_STATUSES else None
                    if target is None:
                        return _receive(response, address, here, limit, deadline)
            except (HTTPError, ValueError) as error:
                raise _fault(address, here, error) from None
            try:
                here = urljoin(here, target)
            except ValueError as error:
                raise _fault(address, target, error) from None
            if not is_address(here):
                raise Fault(address, f"leads to {here}, which is no page of the web", _IN_A_BROWSER)
            if _is_internal(here) and not _is_internal(address):
                raise Fault(address, f"leads to {here}, which is not public", "name that address, if you mean it")
    raise Fault(address, f"leads on more than {_REDIRECTS} times", _IN_A_BROWSER)


def _is_internal(address: str) -> bool:
    """Say whether an address is of this machine or its own network, which no site elsewhere may ask about."""
    try:
        found = socket.getaddrinfo(urlsplit(address).hostname, None)
        return any(not ip_address(str(where[0]).partition("%")[0]).is_global for *_, where in found)
    except (OSError, ValueError):
        return False  # there is no such host; fetching it will say so


def _receive(response: urllib3.BaseHTTPResponse, address: str, here: str, limit: int, deadline: float) -> Payload:
    """Take the body of an answer, no more of it than the limit."""
    if response.status != HTTPStatus.OK:
        reason = response.reason or "no reason"
        hint = "try again later" if response.status >= HTTPStatus.INTERNAL_SERVER_ERROR else _IN_A_BROWSER
        raise Fault(address, f"answered {response.status} {reason}", _HINTS.get(response.status, hint))
    head = Message()
    head["Content-Type"] = response.headers.get("Content-Type", "application/octet-stream")
    content_type = head.get_content_type()
    if content_type not in CONTENT_TYPES:
        raise Fault(address, f"is {content_type}, not an article", "name the page of the article")
    stated = response.headers.get("Content-Length", "")
    if stated.isdecimal() and int(stated) > limit:
        raise too_large(address, limit, int(stated))
    received = bytearray()
    while chunk := response.read1(_CHUNK, decode_content=True):
        received += chunk
        if len(received) > limit:
            raise too_large(address, limit)
        if time.monotonic() > deadline:
            raise _late(address, _OVERALL)
    return Payload(bytes(received), address, content_type, head.get_content_charset(), here)


def _late(address: str, seconds: float) -> Fault:
    return Fault(address, f"did not answer within {seconds:g} seconds", f"try again later, or {_IN_A_BROWSER}")


def _fault(address: str, here: str, error: Exception) -> Fault:
    """Say what went wrong between two machines."""
    network = "check the address and the network"
    match error:
        case NameResolutionError():
            return Fault(address, f"cannot be fetched: no host is called {urlsplit(here).hostname}", network)
        case NewConnectionError():
            pass
        case ConnectTimeoutError():
            return _late(address, _CONNECT)
        case ReadTimeoutError():
            return _late(address, _READ)
        case SSLError():
            return Fault(address, f"cannot be fetched safely: {error}", _IN_A_BROWSER)
        case DecodeError():
            return Fault(address, "is damaged: it cannot be unpacked", _IN_A_BROWSER)
        case ProtocolError(args=(*_, RemoteDisconnected())):
            return Fault(address, "closed the connection without an answer", f"try again later, or {_IN_A_BROWSER}")
        case ProtocolError(args=(*_, IncompleteRead())):
            return Fault(address, "breaks off before its end", f"try again later, or {_IN_A_BROWSER}")
        case ProtocolError(args=(*_, HTTPException())):
            return Fault(address, "does not answer as a site of the web does", "check the address")
        case LocationParseError() | LocationValueError() | ValueError() if here != address:
            return Fault(address, "leads to what is no address", _IN_A_BROWSER)
        case LocationParseError() | LocationValueError() | ValueError():
            return Fault(address, "is no address", "for example: https://www.example.org/news/story.html")
        case _:
            pass
    cause = error.__cause__ or error.__context__ or error
    reason = os.strerror(cause.errno).lower() if isinstance(cause, OSError) and cause.errno else str(error)
    return Fault(address, f"cannot be fetched: {reason}", network)


def _keep(payload: Payload, folder: Path) -> None:
    """Write a page into a folder as it was received; another page of the same name stays, too."""
    where = urlsplit(payload.url or payload.name)
    ending = next((one for one in SUFFIXES if where.path.lower().endswith(one)), "")
    path = where.path[: len(where.path) - len(ending)]
    stem = re.sub(r"[^\w.-]+", "-", f"{where.hostname}{path}-{where.query}", flags=re.ASCII).strip("-.")
    ending = ending or (".html" if recognise_format(payload) is Format.PAGE else ".txt")
    number = 1
    try:
        folder.mkdir(parents=True, exist_ok=True)
        while True:
            file = folder / f"{stem[:_NAME_CHARACTERS]}{f'-{number}' if number > 1 else ''}{ending}"
            try:
                # Never over what is there, nor through a link.
                with file.open("xb") as opened:
                    opened.write(payload.data)
            except FileExistsError:
                if not file.is_symlink() and file.is_file() and file.read_bytes() == payload.data:
                    return
                number += 1
            else:
                return
    except OSError as error:
        reason = os.strerror(error.errno or errno.EIO).lower()
        raise Fault(str(folder), f"cannot take a page (--save-pages): {reason}", "name another folder") from None
