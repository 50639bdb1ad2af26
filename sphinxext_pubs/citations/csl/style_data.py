"""Styles as data for pandoc, which never opens a file for them."""

from __future__ import annotations

import base64


def style_uri(xml: str) -> str:
    """Return a style as an address that contains it."""
    return f"data:text/xml;base64,{base64.b64encode(xml.encode()).decode('ascii')}"
