"""Who may ask what of the explorer's server."""

from __future__ import annotations

import threading
from types import SimpleNamespace
from typing import Any

import pytest
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine
from tornado.testing import AsyncHTTPTestCase
from tornado.web import RequestHandler

from ist_model.explorer.gate import Gate, GatedApplication
from ist_model.explorer.server import LOOPBACK, Serving, address

KERNEL = "11111111-2222-3333-4444-555555555555"
GATE = Gate(LOOPBACK, "the-token")
HERE = {"Host": "127.0.0.1:8866", "Cookie": f"{GATE.cookie}=the-token"}


def asked(path: str, method: str = "GET", **headers: str) -> HTTPServerRequest:
    """A request as the server gets it."""
    return HTTPServerRequest(
        start_line=RequestStartLine(method, path, "HTTP/1.1"),
        headers=HTTPHeaders(headers),
        connection=SimpleNamespace(context=None),
    )


@pytest.mark.parametrize(
    "path",
    ["/", "/voila/static/voila.js", "/voila/templates/base/static/1.js", f"/api/kernels/{KERNEL}/channels"],
)
def test_what_the_page_needs_is_given_to_who_shows_the_token_alone(path):
    assert GATE.refusal(asked(path, **HERE)) is None
    for cookie in ("", f"{GATE.cookie}=", f"{GATE.cookie}=the-tokem", "other=the-token", "\x00;;=,"):
        refused = GATE.refusal(asked(path, **(HERE | {"Cookie": cookie})))
        assert refused is not None
        assert refused.status == 403


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?token=the-token", None),
        ("?token=", 403),
        ("?token=wrong", 403),
        ("?other=the-token", 403),
        ("", 403),
    ],
)
def test_the_first_address_brings_the_token(query, status):
    refused = GATE.refusal(asked(f"/{query}", Host="localhost:8866"))
    assert (refused and refused.status) == status


def test_the_token_in_the_query_opens_no_other_address():
    assert GATE.refusal(asked("/voila/static/voila.js?token=the-token", Host="localhost")).status == 403


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "http://127.0.0.1:9999", "null", "https://127.0.0.1", "http://[", "http://[zz]"],
)
def test_another_origin_is_refused(origin):
    channels = f"/api/kernels/{KERNEL}/channels"
    assert GATE.refusal(asked(channels, Origin="http://127.0.0.1:8866", **HERE)) is None
    assert GATE.refusal(asked(channels, Origin=origin, **HERE)).status == 403


@pytest.mark.parametrize("host", ["evil.example:8866", "", "127.0.0.1.evil.example", "[::1", "[zz]", "a]"])
def test_another_name_for_this_machine_is_refused(host):
    assert GATE.refusal(asked("/", **(HERE | {"Host": host}))).status == 403
    assert Gate(None, "the-token").refusal(asked("/?token=the-token", Host=host)) is None


@pytest.mark.parametrize(
    "path",
    [
        "/api/contents",
        "/api/contents/10_explore.ipynb",
        "/api/kernels",
        "/api/sessions",
        "/api/terminals",
        "/files/10_explore.ipynb",
        "/voila/files/10_explore.ipynb",
        "/voila/render/10_explore.ipynb",
        "/voila/tree",
        "/10_explore.ipynb",
        "/login",
        "/voila/static/../../10_explore.ipynb",
        "/voila/templates/base/static/%2e%2e/%2E%2E/conf.json",
        "/voila/templates/base/static/..%2f..%2fconf.json",
        "/voila/templates/base/static/%5c%5celsewhere",
        "/voila/static/%00",
        f"/voila/execution/{KERNEL}",
        f"/voila/query/{KERNEL}",
    ],
)
def test_nothing_else_can_be_reached(path):
    assert GATE.refusal(asked(path, **HERE)).status == 404


def test_a_page_may_end_its_own_session_and_nothing_else():
    shutdown = f"/voila/api/shutdown/{KERNEL}"
    assert GATE.refusal(asked(shutdown, "POST", Origin="http://127.0.0.1:8866", **HERE)) is None
    assert GATE.refusal(asked(shutdown, "POST", **HERE)).status == 403  # from no page
    for method in ("POST", "DELETE", "PUT", "PATCH"):
        request = asked(f"/api/kernels/{KERNEL}", method, Origin="http://127.0.0.1:8866", **HERE)
        assert GATE.refusal(request).status == 404


def test_tokens_are_new_each_time_and_no_part_of_the_cookies_name():
    one, other = Gate(LOOPBACK), Gate(LOOPBACK)
    assert len(one.token) >= 32
    assert one.token != other.token
    assert one.token not in one.cookie


@pytest.mark.parametrize(
    ("host", "open_to_others"),
    [("127.0.0.1", False), ("localhost", False), ("::1", False), ("0.0.0.0", True)],
)
def test_only_loopback_is_closed_to_others(host, open_to_others):
    assert Serving(host=host).open_to_others is open_to_others


def test_the_address_can_be_opened():
    assert address("::1", 8866, "t") == "http://[::1]:8866/?token=t"
    assert "0.0.0.0" not in address("0.0.0.0", 8866, "t")


class Inside(RequestHandler):
    """What stands behind the gate."""

    def get(self, *_: Any) -> None:
        """Give it."""
        self.write("inside")


class TestBehindTheGate(AsyncHTTPTestCase):
    """A real server: what a refused request gets, and how a token becomes a cookie."""

    full = False

    def run(self, result: Any = None) -> Any:
        """In a thread of its own: a browser of other tests keeps the main thread's event loop running."""
        thread = threading.Thread(target=super().run, args=(result,))
        thread.start()
        thread.join()
        return result

    def get_app(self) -> GatedApplication:
        """The gate before one page."""
        application = GatedApplication(GATE, lambda: self.full)
        application.add_handlers(".*$", [(r"/(.*)", Inside)])
        return application

    def test_the_token_becomes_a_cookie(self) -> None:
        """And the address loses it."""
        answer = self.fetch("/?token=the-token", follow_redirects=False)
        assert (answer.code, answer.headers["Location"]) == (302, "/")
        cookie = answer.headers["Set-Cookie"]
        assert {"HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))
        inside = self.fetch("/", headers={"Cookie": cookie.split(";")[0]})
        assert (inside.code, inside.body) == (200, b"inside")

    def test_a_refused_request_reaches_nothing(self) -> None:
        """Whatever its method."""
        for method in ("GET", "HEAD", "POST", "DELETE"):
            answer = self.fetch("/", method=method, allow_nonstandard_methods=True)
            assert answer.code == 403
            assert b"inside" not in answer.body

    def test_one_page_too_many_is_told(self) -> None:
        """In words, not as a fault."""
        self.full = True
        answer = self.fetch("/", headers={"Cookie": f"{GATE.cookie}=the-token"})
        assert answer.code == 503
        assert b"close one" in answer.body
