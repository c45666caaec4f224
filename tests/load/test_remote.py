"""Files on the web: nothing is fetched without consent, and consent is by host."""

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

import dpkit
from dpkit.files import pace, remote

Write = Callable[..., Path]
TABLE = b"a,b\n1,2\nx,4\n"
SCHEMA = {"fields": [{"name": "a", "type": "integer"}, {"name": "b"}]}


class Handler(BaseHTTPRequestHandler):
    """Serves a table, a schema, and redirections; notes what was asked."""

    def __init__(self, asked: list[str], *args: Any) -> None:
        self.asked = asked
        super().__init__(*args)

    def do_GET(self) -> None:
        """Answer."""
        self.asked.append(self.path)
        away = {
            "/here": f"http://{self.headers['Host']}/t.csv",
            "/elsewhere": "http://example.invalid/t.csv",
            "/file": "file:///etc/passwd",
        }
        if self.path in away:
            self.send_response(302)
            self.send_header("Location", away[self.path])
            self.end_headers()
            return
        if self.path.startswith(("/cut", "/drip")):
            self.odd()
            return
        files = {"/t.csv": TABLE, "/s.json": json.dumps(SCHEMA).encode()}
        self.send_response(200 if self.path in files else 404)
        self.end_headers()
        self.wfile.write(files.get(self.path, b""))

    def odd(self) -> None:
        """Send less than is announced, or next to nothing, for as long as somebody listens."""
        if self.path == "/drip-header":
            self.wfile.write(b"HTTP/1.0 200 OK\r\nX-Long: ")
        else:
            self.send_response(200)
        if self.path.endswith("-chunked"):
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self.wfile.write(b"c\r\nid,name\n1,x\n\r\n" if self.path == "/cut-chunked" else b"")
        elif self.path != "/drip-header":
            self.send_header("Content-Length", "100")
            self.end_headers()
            self.wfile.write(b"id,name\n1,x\n")
        with contextlib.suppress(OSError):
            while self.path.startswith("/drip"):
                self.wfile.write(b"1")
                time.sleep(0.1)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """Serve, and return the address and the list of what is asked."""
    asked: list[str] = []
    with HTTPServer(("127.0.0.1", 0), partial(Handler, asked)) as web:
        threading.Thread(target=web.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{web.server_port}", asked
        web.shutdown()


def described(path: Any, schema: Any = SCHEMA) -> dict[str, str]:
    resource = {"name": "t", "path": path, "schema": schema, "format": "csv"}
    return {"datapackage.json": json.dumps({"name": "p", "resources": [resource]})}


def test_nobody_is_asked_without_consent(server: tuple[str, list[str]], write: Write) -> None:
    address, asked = server
    report = dpkit.open(write(described(f"{address}/t.csv"))).validate()
    assert (report.valid, report.counts, asked) == (False, {"not-reachable": 1}, [])
    assert "--allow-remote 127.0.0.1" in report.findings[0].message


def test_consent_to_another_host_is_none(server: tuple[str, list[str]], write: Write) -> None:
    address, asked = server
    report = dpkit.open(write(described(f"{address}/t.csv"))).validate(allow_remote=["example.org"])
    assert (report.counts, asked) == ({"not-reachable": 1}, [])


def test_what_may_not_be_fetched_is_refused_before_there_is_room_for_it(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched: list[str] = []
    monkeypatch.setattr("dpkit.files.remote.Remote.fetch", lambda _, url, to: fetched.append(f"{url} {to}"))
    assert dpkit.open(write(described("https://example.org/t.csv"))).validate().counts == {"not-reachable": 1}
    assert fetched == []


@pytest.mark.parametrize("host", ["127.0.0.1", "*"])
def test_a_table_is_fetched_on_request(
    host: str, server: tuple[str, list[str]], write: Write, run: Callable[..., Result]
) -> None:
    address, asked = server
    result = run("validate", write(described(f"{address}/here", f"{address}/s.json")), "--allow-remote", host)
    assert result.exit_code == 1
    assert "a is 'x', not an integer" in result.stdout
    assert sorted(asked) == ["/here", "/s.json", "/t.csv"]


@pytest.mark.parametrize("path", ["/elsewhere", "/file", "/none"])
def test_a_redirection_needs_the_same_consent(path: str, server: tuple[str, list[str]], write: Write) -> None:
    address, asked = server
    report = dpkit.open(write(described(address + path))).validate(allow_remote=["127.0.0.1"])
    assert (report.counts, asked) == ({"not-reachable": 1}, [path])


@pytest.mark.parametrize("url", ["ftp://example.org/t.csv", "http://", "http://[/t.csv", "https://exa mple/t.csv"])
def test_what_is_no_address_is_told(url: str, write: Write) -> None:
    report = dpkit.open(write(described(url))).validate(allow_remote=["*"])
    assert report.counts == {"not-reachable": 1}


def test_of_several_files_each_is_named(write: Write) -> None:
    urls = ["https://example.org/1.csv", "https://example.org/2.csv"]
    findings = dpkit.open(write(described(urls))).validate().findings
    assert [each.file for each in findings if each.check == "not-reachable"] == urls


@pytest.mark.parametrize(("path", "told"), [("/cut", "12 of 100 bytes came"), ("/cut-chunked", "it is cut off")])
def test_a_file_that_is_cut_off_is_not_read(
    path: str, told: str, server: tuple[str, list[str]], write: Write, run: Callable[..., Result]
) -> None:
    schema = {"fields": [{"name": "id"}, {"name": "name"}]}
    result = run("validate", write(described(server[0] + path, schema)), "--allow-remote", "127.0.0.1")
    assert result.exit_code == 1
    assert told in result.stdout


@pytest.mark.parametrize("path", ["/drip", "/drip-header", "/drip-chunked"])
def test_a_server_that_drips_is_hung_up_on(
    path: str, server: tuple[str, list[str]], write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "PATIENCE", 0.5)
    monkeypatch.setattr(pace, "BEAT", 0.1)
    began = time.monotonic()
    report = dpkit.open(write(described(server[0] + path))).validate(allow_remote=["127.0.0.1"])
    assert report.counts == {"not-reachable": 1}
    assert "comes too slowly" in report.findings[0].message
    assert time.monotonic() - began < 5
