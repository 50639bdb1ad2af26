"""Measures of the appearance of a page: contrast, width, fonts."""

from __future__ import annotations

from playwright.sync_api import Page

# The contrast of an element's text with its background (WCAG 2.2, "contrast ratio").
CONTRAST = """
    const context = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
    const paint = (...colors) => {
        context.clearRect(0, 0, 1, 1);
        for (const color of colors) { context.fillStyle = color; context.fillRect(0, 0, 1, 1); }
        return context.getImageData(0, 0, 1, 1).data;
    };
    const light = pixel => [0.2126, 0.7152, 0.0722].reduce((sum, weight, i) => {
        const part = pixel[i] / 255;
        return sum + weight * (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    }, 0);
    const behind = element => {
        const colors = [];
        for (let node = element; node; node = node.parentElement)
            colors.unshift(getComputedStyle(node).backgroundColor);
        return ["Canvas", ...colors];
    };
    const contrast = element => {
        const back = light(paint(...behind(element)));
        const fore = light(paint(...behind(element), getComputedStyle(element).color));
        return (Math.max(fore, back) + 0.05) / (Math.min(fore, back) + 0.05);
    };
    const OURS = ":is(.pubs-list, .pubs-filter)";
    const name = element =>
        `${element.tagName.toLowerCase()}.${element.className} ${element.textContent.slice(0, 30)}`;
    const shown = element => element.checkVisibility({visibilityProperty: true, opacityProperty: true});
    const all = selector => [...document.querySelectorAll(selector)].filter(shown);
"""


def look(page: Page, expression: str) -> object:
    """Return the value of an expression that may use the helpers above."""
    return page.evaluate(f"() => {{ {CONTRAST} return {expression}; }}")


def faint(page: Page, least: float = 4.5) -> object:
    """Return elements of this package with text of less contrast, except separators."""
    own = "[...element.childNodes].some(node => node.nodeType === 3 && node.data.trim())"
    return look(
        page,
        f"all(`${{OURS}} *:not([aria-hidden=true])`).filter(element => {own} && contrast(element) < {least})"
        ".map(element => `${name(element)}: ${contrast(element).toFixed(2)}`)",
    )


def backdrop(page: Page) -> object:
    """Return the lightness of the background of the page, from 0 (black) to 1 (white)."""
    return look(page, "light(paint(...behind(document.querySelector('h1'))))")


def wide(page: Page) -> object:
    """Return elements of this package that overflow the screen, unless an element around them scrolls."""
    return look(
        page,
        """all(`${OURS}, ${OURS} *`).filter(element => {
            for (let node = element; node && node !== document.body; node = node.parentElement)
                if (["auto", "scroll"].includes(getComputedStyle(node).overflowX) && node !== element)
                    return false;
            const {left, right} = element.getBoundingClientRect();
            return left < -0.5 || right > innerWidth + 0.5;
        }).map(name)""",
    )


def type_faults(page: Page) -> object:
    """Return text of this package that is in another font than the page, or too small."""
    return look(
        page,
        """(() => {
            const sample = document.createElement("p");
            sample.innerHTML = "text <code>code</code><pre>code</pre>";
            document.querySelector("h1").parentElement.append(sample);
            const family = element => getComputedStyle(element).fontFamily;
            const code = new Set([...sample.querySelectorAll("*"), sample].map(family));
            const right = element =>
                element.closest("pre, code") ? code.has(family(element)) : family(element) === family(sample);
            const faults = all(`${OURS} *`).filter(element => !element.closest("math")).filter(
                element => !right(element) || parseFloat(getComputedStyle(element).fontSize) < 10);
            sample.remove();
            return faults.map(name);
        })()""",
    )
