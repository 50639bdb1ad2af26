"""Styles by name, whether ours or CSL's."""

from __future__ import annotations

from sphinxext_pubs.question import nearest
from sphinxext_pubs.render.styles import OWN_STYLES, OwnStyle


def style_of(name: str) -> OwnStyle:
    """The style of this name; raises ValueError saying which there are."""
    try:
        return OWN_STYLES[name]
    except KeyError:
        near = nearest(name, OWN_STYLES) or "."
        raise ValueError(f"there is no style “{name}”{near} They are {', '.join(OWN_STYLES)}") from None


def style_name(value: object) -> str:
    """The name of a style, checked; raises ValueError."""
    if not isinstance(value, str):
        raise ValueError("write the name of a style")
    return style_of(value.strip()).name
