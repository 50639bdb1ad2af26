"""A local web server with a Content-Security-Policy that only allows its own files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'"

# Collects the violations of the policy on a page: rows for Refusal.
WATCH = """
    globalThis.refused = [];
    document.addEventListener("securitypolicyviolation", event => {
        const ours = event.target.closest?.('[class^="pubs-"], [class*=" pubs-"]');
        const places = [event.blockedURI, event.sourceFile ?? ""];
        globalThis.refused.push([
            event.effectiveDirective, ...places, Boolean(ours) || places.some(place => /pubs/.test(place)),
        ]);
    });
"""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A violation: directive of the policy, blocked URL, source, and whether this package caused it."""

    directive: str
    blocked: str
    source: str
    ours: bool


class Strict(SimpleHTTPRequestHandler):
    """Serve files with the policy, without logging requests."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder, and yield its address without a slash at the end."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Strict, directory=str(folder))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
