"""Who may ask what of the explorer's server: everything that is not allowed here is refused.

Nothing is given without the token, static files neither; nothing to pages of another origin; and no address
but those that the page itself needs, so that no notebook, file or list of kernels can be read.
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from tornado.httputil import HTTPServerRequest
from tornado.web import Application, RequestHandler

_KERNEL = r"[0-9a-f-]{36}"
_ALLOWED = {
    "GET": re.compile(
        rf"/(?:voila/(?:static|templates|labextensions|api/themes)/.+|api/kernels/{_KERNEL}(?:/channels)?)?"
    ),
    "POST": re.compile(rf"/voila/api/shutdown/{_KERNEL}"),
}
_DAYS = 1


@dataclass(frozen=True)
class Refusal:
    """Why a request is refused: HTTP status and a sentence."""

    status: int
    why: str


_FULL = Refusal(503, "The explorer has as many open pages as it takes: close one, or wait some minutes.")


class Gate:
    """Keeps the token and says whether a request may pass."""

    def __init__(self, hosts: Collection[str] | None, token: str = "") -> None:
        """Make the gate.

        Args:
            hosts: names by which the server may be called, without port; None: any.
            token: what must be shown; empty: a new one, for this start alone.
        """
        self.token = token or secrets.token_urlsafe(24)
        self._hosts = hosts
        # Cookies are shared by all ports of a machine: one server's must not replace another's.
        self.cookie = f"ist-{hmac.digest(self.token.encode(), b'cookie', 'sha256').hex()[:16]}"

    def refusal(self, request: HTTPServerRequest) -> Refusal | None:
        """Why a request may not pass; None: it may."""
        host, origin = request.headers.get("Host", ""), request.headers.get("Origin")
        if self._hosts is not None and _address(f"//{host}").hostname not in self._hosts:
            return Refusal(403, "This server is not called by that name.")
        if origin is None and request.method == "POST":
            return Refusal(403, "A request that changes something must say which page it comes from.")
        if origin is not None and _address(origin).netloc.lower() != host.lower():
            return Refusal(403, "Pages of another origin may not ask this server.")
        if not self.knows(request):
            return Refusal(403, "Open the whole address that `ist explore` printed, with its token.")
        allowed = _ALLOWED.get(request.method or "")
        if allowed is None or not allowed.fullmatch(request.path) or _leads_elsewhere(request.path):
            return Refusal(404, "There is nothing here.")
        return None

    def knows(self, request: HTTPServerRequest) -> bool:
        """Whether the request shows the token, in its cookie or, at the first address, in the query."""
        return self._right(self._shown(request)) or (request.path == "/" and self.brings(request))

    def brings(self, request: HTTPServerRequest) -> bool:
        """Whether the token stands in the query."""
        return self._right(parse_qs(request.query).get("token", [""])[0])

    def _shown(self, request: HTTPServerRequest) -> str:
        try:
            cookies = SimpleCookie(request.headers.get("Cookie", ""))
        except CookieError:
            return ""
        return cookies[self.cookie].value if self.cookie in cookies else ""

    def _right(self, token: str) -> bool:
        return hmac.compare_digest(token.encode(), self.token.encode())


def _address(text: str) -> SplitResult:
    """The parts of an address; none of one that is not well formed."""
    try:
        return urlsplit(text)
    except ValueError:
        return urlsplit("")


def _leads_elsewhere(path: str) -> bool:
    """Whether a path, as the files' handlers will read it, leaves its folder or is none."""
    plain = unquote(path)
    return ".." in plain or "\\" in plain or not plain.isprintable()


class Refused(RequestHandler):
    """Says no, and why."""

    def initialize(self, refusal: Refusal) -> None:
        """Keep what to say."""
        self._refusal = refusal

    def prepare(self) -> None:
        """Answer whatever was asked."""
        self.set_status(self._refusal.status)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish(f"{self._refusal.why}\n")


class LetIn(RequestHandler):
    """Swaps the token in the address for a cookie, so that it stays in no history and no link."""

    def initialize(self, gate: Gate) -> None:
        """Keep the gate."""
        self._gate = gate

    def get(self) -> None:
        """Set the cookie and go to the page."""
        secure = self.request.protocol == "https"
        self.set_cookie(
            self._gate.cookie,
            self._gate.token,
            expires_days=_DAYS,
            httponly=True,
            samesite="Lax",
            secure=secure,
        )
        self.set_header("Cache-Control", "no-store")
        self.redirect("/")


class GatedApplication(Application):
    """An application behind a gate: a refused request reaches none of its handlers."""

    def __init__(self, gate: Gate, full: Callable[[], bool], **settings: Any) -> None:
        """Put the gate before everything; `full` says whether one more session is too many."""
        self._gate, self._full = gate, full
        super().__init__(**settings)

    def find_handler(self, request: HTTPServerRequest, **kwargs: Any) -> Any:
        """The handler of a request that may pass; else one that refuses."""
        refusal = self._gate.refusal(request)
        if refusal is not None:
            return self.get_handler_delegate(request, Refused, {"refusal": refusal})
        if request.path == "/" and self._gate.brings(request):
            return self.get_handler_delegate(request, LetIn, {"gate": self._gate})
        if request.path == "/" and self._full():
            return self.get_handler_delegate(request, Refused, {"refusal": _FULL})
        return super().find_handler(request, **kwargs)
