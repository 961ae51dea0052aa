"""Addresses are fetched within limits, and every way in which that fails has its own words."""

from __future__ import annotations

import gzip
import json
import socket
import time
import zlib
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest

from ryabkov_diff import cli
from ryabkov_diff.errors import InputError
from ryabkov_diff.read import fetch, read_articles
from ryabkov_diff.read.documents import Limits, ReadOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from ryabkov_diff.domain import Article

BROWSER = "save the page with a browser, and name the file"
PAGE = (
    "<!doctype html><html lang=en><head><title>The mill burnt down</title></head><body><h1>The mill burnt down</h1>"
    "<p>The mill at the river burnt down on Tuesday night, and nobody was hurt.</p>"
    "<p>“We shall build it up again,” said Nell Hart, who owns it.</p></body></html>"
).encode()


@dataclass
class Answer:
    """What the site answers at one path."""

    body: bytes = PAGE
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})
    act: Callable[[BaseHTTPRequestHandler], object] | None = None


class Site:
    """A web site on this machine; it keeps the paths that were asked for, and their headers."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, Mapping[str, str]]] = []
        self.closing = Event()
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.path, dict(self.headers.items())))
                answer = site.answers.get(self.path, Answer(status=404))
                if answer.act is not None:
                    answer.act(self)
                    return
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                if "Content-Length" not in answer.headers:
                    self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body)

            def log_message(self, *_: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:  # a client that goes away is what is tested
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def site() -> Iterator[Site]:
    """A site that serves a page at /mill."""
    site = Site()
    site.answers["/mill"] = Answer()
    thread = Thread(target=site.server.serve_forever, args=(0.01,))
    thread.start()
    yield site
    site.closing.set()
    site.server.shutdown()
    site.server.server_close()
    thread.join()


def read(address: str, *, size: int = 1_000_000, save: Path | None = None) -> Article:
    """Read the article at an address."""
    options = ReadOptions(limits=Limits(size=size), save_pages=None if save is None else str(save))
    (article,), _ = read_articles([address], options=options)
    return article


def fault_of(address: str, *, size: int = 1_000_000, save: Path | None = None) -> tuple[str, str]:
    """Return the error at an address, without the address, and its hint."""
    with pytest.raises(InputError) as caught:
        read(address, size=size, save=save)
    assert caught.value.message.startswith(f"{address} ")
    return caught.value.message.removeprefix(f"{address} "), caught.value.hint


# -------------------------------------------------------------------------------------------------- what is fetched


def test_an_address_gives_its_article(site: Site) -> None:
    article = read(f"{site.address}/mill")

    assert article.headline == "The mill burnt down"
    assert article.path == article.url == f"{site.address}/mill"
    assert article.publisher == article.label == "127.0.0.1"


def test_the_program_says_who_it_is_and_sends_nothing_else(site: Site) -> None:
    read(f"{site.address}/mill")
    ((path, headers),) = site.asked

    assert path == "/mill"
    assert headers["User-Agent"] == f"ryabkov-diff/{version('ryabkov-diff')}"
    assert not {"Cookie", "Referer", "Authorization"} & set(headers)


def test_an_address_is_fetched_once_and_nothing_that_its_page_names(site: Site) -> None:
    named = (
        b'<img src="/a.png"><script src="/a.js"></script><link rel=stylesheet href="/a.css"><iframe src="/b"></iframe>'
    )
    site.answers["/mill"] = Answer(PAGE.replace(b"<body>", b"<body>" + named))
    address = f"{site.address}/mill"

    articles, notes = read_articles([address, f"Echo={address}"])

    assert [path for path, _ in site.asked] == ["/mill"]
    assert [article.label for article in articles] == ["127.0.0.1", "Echo"]
    assert [note.code for note in notes] == ["same-file"]


def test_redirects_are_followed_and_the_last_address_counts(site: Site) -> None:
    site.answers["/short"] = Answer(b"", 301, {"Location": "/longer"})
    site.answers["/longer"] = Answer(b"", 307, {"Location": f"{site.address}/mill"})

    article = read(f"{site.address}/short")

    assert (article.path, article.url) == (f"{site.address}/short", f"{site.address}/mill")


@pytest.mark.parametrize("packed", [gzip.compress(PAGE), zlib.compress(PAGE)], ids=["gzip", "deflate"])
def test_packed_pages_are_unpacked(site: Site, packed: bytes) -> None:
    encoding = "gzip" if packed[:1] == b"\x1f" else "deflate"
    site.answers["/mill"] = Answer(packed, headers={"Content-Type": "text/html", "Content-Encoding": encoding})

    assert read(f"{site.address}/mill").headline == "The mill burnt down"


def test_the_encoding_that_the_server_says_counts(site: Site) -> None:
    sentence = "“The café at the river is closed – for good,” the owner said on Tuesday, with the key in his hand."
    text = f"<html><title>The café</title><h1>The café</h1><p>{sentence}</p></html>"
    headers = {"Content-Type": 'text/html; charset="windows-1252"'}
    site.answers["/cafe"] = Answer(text.encode("cp1252"), headers=headers)

    article = read(f"{site.address}/cafe")

    assert article.text == f"The café\n\n{sentence}"


@pytest.mark.parametrize("content_type", ["text/plain", "application/octet-stream", ""])
def test_plain_text_is_fetched_too(site: Site, content_type: str) -> None:
    site.answers["/mill"] = Answer(b"The mill burnt down.", headers={"Content-Type": content_type})

    assert read(f"{site.address}/mill").text == "The mill burnt down."


def test_a_number_behind_an_address_is_a_place_in_its_page(site: Site) -> None:
    assert read(f"{site.address}/mill#2").headline == "The mill burnt down"
    assert site.asked[0][0] == "/mill"


# --------------------------------------------------------------------------------------------------- what goes wrong


@pytest.mark.parametrize(
    ("status", "problem", "hint"),
    [
        (401, "answered 401 Unauthorized", BROWSER),
        (403, "answered 403 Forbidden", BROWSER),
        (404, "answered 404 Not Found", "check the address"),
        (410, "answered 410 Gone", "check the address"),
        (429, "answered 429 Too Many Requests", f"wait a while, or {BROWSER}"),
        (451, "answered 451 Unavailable For Legal Reasons", BROWSER),
        (500, "answered 500 Internal Server Error", "try again later"),
        (503, "answered 503 Service Unavailable", "try again later"),
        (999, "answered 999 no reason", "try again later"),
        (204, "answered 204 No Content", BROWSER),
        (304, "answered 304 Not Modified", BROWSER),
    ],
)
def test_a_status_other_than_ok(site: Site, status: int, problem: str, hint: str) -> None:
    site.answers["/mill"] = Answer(b"", status)

    assert fault_of(f"{site.address}/mill") == (problem, hint)


@pytest.mark.parametrize(
    "target",
    ["file:///etc/passwd", "ftp://127.0.0.1/mill", "data:text/plain,mill", "javascript:alert(1)", "mailto:a@b.example"],
)
def test_a_redirect_leads_to_the_web_only(site: Site, target: str) -> None:
    site.answers["/mill"] = Answer(b"", 302, {"Location": target})

    assert fault_of(f"{site.address}/mill") == (f"leads to {target}, which is no page of the web", BROWSER)


def test_no_site_elsewhere_leads_to_what_only_this_machine_can_reach(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = f"http://localhost:{site.server.server_port}/mill"
    site.answers["/short"] = Answer(b"", 302, {"Location": inside})
    # The site stands for one elsewhere.
    monkeypatch.setattr(fetch, "_is_internal", lambda address: not address.startswith(site.address))

    problem = f"leads to {inside}, which is not public"
    assert fault_of(f"{site.address}/short") == (problem, "name that address, if you mean it")
    assert [path for path, _ in site.asked] == ["/short"]


@pytest.mark.parametrize(
    ("host", "internal"),
    [
        ("127.0.0.1", True),
        ("127.1", True),
        ("2130706433", True),
        ("[::1]", True),
        ("[::ffff:10.0.0.1]", True),
        ("10.1.2.3", True),
        ("192.168.0.1:8080", True),
        ("169.254.169.254", True),
        ("localhost", True),
        ("8.8.8.8", False),
        ("[2606:4700::1111]", False),
        ("none.invalid", False),
    ],
)
def test_hosts_are_of_the_web_or_of_the_own_network(host: str, *, internal: bool) -> None:
    assert fetch._is_internal(f"http://{host}/mill") is internal


def test_a_loop_of_redirects_ends(site: Site) -> None:
    site.answers["/mill"] = Answer(b"", 302, {"Location": "/mill"})

    assert fault_of(f"{site.address}/mill") == ("leads on more than 5 times", BROWSER)
    assert len(site.asked) == 6


@pytest.mark.parametrize("content_type", ["image/png", "application/zip", "text/css", "video/mp4"])
def test_what_is_no_article_is_not_loaded(site: Site, content_type: str) -> None:
    site.answers["/mill"] = Answer(headers={"Content-Type": content_type})

    assert fault_of(f"{site.address}/mill") == (
        f"is {content_type}, not an article",
        "name the page of the article",
    )


def test_what_is_said_to_be_too_large_is_not_loaded(site: Site) -> None:
    site.answers["/mill"] = Answer(PAGE, headers={"Content-Type": "text/html", "Content-Length": "12345678"})

    assert fault_of(f"{site.address}/mill") == (
        "has 12,345,678 bytes, more than the limit of 1,000,000",
        "--max-size 13MB",
    )


def test_what_does_not_end_is_cut_off_at_the_limit(site: Site) -> None:
    def pour(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        while not site.closing.is_set():
            handler.wfile.write(b"<p>water</p>" * 1000)

    site.answers["/flood"] = Answer(act=pour)

    assert fault_of(f"{site.address}/flood") == ("has more than 1,000,000 bytes, the limit", "--max-size 2MB")


def test_a_bomb_is_not_unpacked_beyond_the_limit(site: Site) -> None:
    bomb = gzip.compress(gzip.compress(bytes(30_000_000), 9), 9)
    headers = {"Content-Type": "text/html", "Content-Encoding": "gzip, gzip"}
    site.answers["/bomb"] = Answer(bomb, headers=headers)
    begin = time.process_time()

    assert len(bomb) < 5_000
    assert fault_of(f"{site.address}/bomb") == ("has more than 1,000,000 bytes, the limit", "--max-size 2MB")
    assert time.process_time() - begin < 1


def test_a_page_that_cannot_be_unpacked(site: Site) -> None:
    headers = {"Content-Type": "text/html", "Content-Encoding": "gzip"}
    site.answers["/mill"] = Answer(b"\x1f\x8bnot packed at all", headers=headers)

    assert fault_of(f"{site.address}/mill") == ("is damaged: it cannot be unpacked", BROWSER)


def test_a_page_that_breaks_off(site: Site) -> None:
    site.answers["/mill"] = Answer(PAGE, headers={"Content-Type": "text/html", "Content-Length": str(len(PAGE) + 9)})

    assert fault_of(f"{site.address}/mill") == ("breaks off before its end", f"try again later, or {BROWSER}")


@pytest.mark.parametrize(
    ("said", "problem", "hint"),
    [
        (b"", "closed the connection without an answer", f"try again later, or {BROWSER}"),
        (b"220 mail.example ready\r\n", "does not answer as a site of the web does", "check the address"),
    ],
)
def test_a_server_of_something_else(site: Site, said: bytes, problem: str, hint: str) -> None:
    site.answers["/mill"] = Answer(act=lambda handler: handler.wfile.write(said))

    assert fault_of(f"{site.address}/mill") == (problem, hint)


def test_a_redirect_to_no_address(site: Site) -> None:
    site.answers["/mill"] = Answer(b"", 302, {"Location": "http://[1"})

    assert fault_of(f"{site.address}/mill") == ("leads to what is no address", BROWSER)


def test_a_server_that_says_nothing(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "_READ", 0.05)
    site.answers["/mill"] = Answer(act=lambda _: site.closing.wait(5))

    assert fault_of(f"{site.address}/mill") == ("did not answer within 0.05 seconds", f"try again later, or {BROWSER}")


@pytest.mark.parametrize("part", ["head", "body"])
def test_a_server_that_says_a_letter_at_a_time(site: Site, monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    """Each letter comes within the time for an answer; all of them together do not."""
    monkeypatch.setattr(fetch, "_OVERALL", 0.2)

    def drip(handler: BaseHTTPRequestHandler) -> None:
        if part == "body":
            handler.send_response(200)
            handler.send_header("Content-Type", "text/html")
            handler.end_headers()
        while not site.closing.wait(0.01):
            handler.wfile.write(b"x")
            handler.wfile.flush()

    site.answers["/mill"] = Answer(act=drip)

    assert fault_of(f"{site.address}/mill") == ("did not answer within 0.2 seconds", f"try again later, or {BROWSER}")


def test_nobody_listens() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]

    assert fault_of(f"http://127.0.0.1:{port}/mill") == (
        "cannot be fetched: connection refused",
        "check the address and the network",
    )


def test_no_host_has_the_name() -> None:
    assert fault_of("https://mill.invalid/12") == (
        "cannot be fetched: no host is called mill.invalid",
        "check the address and the network",
    )


def test_a_server_without_a_certificate(site: Site) -> None:
    address = site.address.replace("http:", "https:")
    problem, hint = fault_of(f"{address}/mill")

    assert problem.startswith("cannot be fetched safely: ")
    assert hint == BROWSER


@pytest.mark.parametrize("address", ["http://", "https:///mill", "http://[1", "http://mill.example:port/"])
def test_what_only_looks_like_an_address(address: str) -> None:
    assert fault_of(address) == ("is no address", "for example: https://www.example.org/news/story.html")


def test_a_password_is_neither_sent_nor_shown(site: Site) -> None:
    with pytest.raises(InputError) as caught:
        read(site.address.replace("127", "nell:secret@127") + "/mill")

    assert caught.value.message == "the address at 127.0.0.1 has a name or a password in it"
    assert site.asked == []


def test_faults_of_addresses_and_files_are_named_at_once(site: Site) -> None:
    with pytest.raises(InputError) as caught:
        read_articles([f"{site.address}/none", f"Echo={site.address}/no-more", "missing.txt"])

    assert caught.value.message == (
        f"{site.address}/none answered 404 Not Found; {site.address}/no-more answered 404 Not Found; "
        "missing.txt does not exist"
    )


# ------------------------------------------------------------------------------------------------------ keeping pages


def test_pages_are_kept_as_received(site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "kept" / "pages"
    site.answers["/news/2023/mill.html?id=7&lang=en"] = Answer()
    site.answers["/text"] = Answer(b"The mill burnt down.", headers={"Content-Type": "text/plain"})

    read(f"{site.address}/news/2023/mill.html?id=7&lang=en", save=folder)
    read(f"{site.address}/text", save=folder)
    read(f"{site.address}/mill", save=folder)

    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        "127.0.0.1-news-2023-mill-id-7-lang-en.html": PAGE,
        "127.0.0.1-text.txt": b"The mill burnt down.",
        "127.0.0.1-mill.html": PAGE,
    }
    again, _ = read_articles([str(folder / "127.0.0.1-mill.html")])
    assert again[0].text == read(f"{site.address}/mill").text


def test_another_page_is_never_overwritten(site: Site, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("what was there")
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "127.0.0.1-mill.html").symlink_to(secret)
    (folder / "127.0.0.1-mill-2.html").write_text("another page")

    read(f"{site.address}/mill", save=folder)
    read(f"{site.address}/mill", save=folder)

    assert secret.read_text() == "what was there"
    assert (folder / "127.0.0.1-mill-2.html").read_text() == "another page"
    assert (folder / "127.0.0.1-mill-3.html").read_bytes() == PAGE
    assert len(list(folder.iterdir())) == 3


@pytest.mark.parametrize(
    "path", ["/../../up", "/%2e%2e/up", "/a//b", "/c:%5cup", "/.hidden", "/" + "long" * 99, "/ünü"]
)
def test_no_page_gets_out_of_the_folder(site: Site, tmp_path: Path, path: str) -> None:
    folder = tmp_path / "pages"

    class Everywhere(dict[str, Answer]):
        def get(self, *_: object) -> Answer:
            return Answer()

    site.answers = Everywhere()
    read(f"{site.address}{path}", save=folder)

    (kept,) = folder.iterdir()
    assert [one.name for one in tmp_path.iterdir()] == ["pages"]
    assert kept.name.startswith("127.0.0.1-")
    assert kept.name.isascii()
    assert len(kept.name) < 200


def test_errors_are_not_kept(site: Site, tmp_path: Path) -> None:
    fault_of(f"{site.address}/none", save=tmp_path / "pages")

    assert not (tmp_path / "pages").exists()


def test_a_folder_that_takes_no_page(site: Site, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError) as caught:
        read(f"{site.address}/mill", save=tmp_path / "file" / "pages")

    assert caught.value.message.endswith("cannot take a page (--save-pages): not a directory")
    assert caught.value.hint == "name another folder"


# ----------------------------------------------------------------------------------------------------- command line


def test_quotes_of_an_address_on_the_command_line(
    site: Site, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    arguments = ["quotes", f"Echo={site.address}/mill", "--save-pages", str(tmp_path / "pages"), "--no-config"]

    assert cli.main(arguments) == 0

    found = json.loads(capfd.readouterr().out)
    assert [(one["label"], one["path"]) for one in found["articles"]] == [("Echo", f"{site.address}/mill")]
    assert [(one["speaker"], one["content"]) for one in found["quotations"]] == [
        ("Nell Hart", "We shall build it up again")
    ]
    assert len(list((tmp_path / "pages").iterdir())) == 1
