"""Measure a filterable list in Chromium: ``python tests/benchmarks/browser.py [count …]``.

For each size: when the bar can be used after the page was asked for, what a keystroke in the search box
costs the main thread, and the longest task. Processor time is the browser's own count of its main thread;
a keystroke includes all that follows it until the next one, ``PAUSE`` later. Nothing here passes or fails.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import CDPSession, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))

from data import bibliography

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
CONF = (
    'extensions = ["sphinxext_pubs"]\npubs_sources = ["papers.bib"]\n'
    'project = "Benchmark"\nhtml_theme = "basic"\nhtml_copy_source = False\n'
)
PAGE = "Papers\n======\n\n.. publications::\n   :filterable:\n"
TYPED = ("causal graph", "kernel", "neural translation", "muller", "2014", "zzz")

#: Milliseconds between two keystrokes: a fast typist's.
PAUSE = 150

WATCH = """
    window.longest = 0;
    new PerformanceObserver(list => {
        for (const task of list.getEntries()) window.longest = Math.max(window.longest, task.duration);
    }).observe({type: "longtask", buffered: true});
    document.addEventListener("DOMContentLoaded", () => window.parsed = performance.now());
"""
USABLE = "document.querySelector('.pubs-filter:not([hidden]) .pubs-count')?.textContent && performance.now()"


def build(folder: Path, count: int) -> Path:
    source = folder / str(count)
    source.mkdir()
    for name, text in (("conf.py", CONF), ("index.rst", PAGE), ("papers.bib", bibliography(count))):
        (source / name).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", str(source), str(source / "out")]
    subprocess.run(command, check=True)
    return source / "out" / "index.html"


def cpu(session: CDPSession) -> float:
    """Return the processor time of the page's main thread in milliseconds."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return next(float(row["value"]) for row in metrics if row["name"] == "TaskDuration") * 1000


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


def keystrokes(page: Page, session: CDPSession) -> list[float]:
    """Measure the time of each keystroke, typing and deleting."""
    box = page.locator(".pubs-search input")
    box.focus()
    costs = []
    for typed in TYPED:
        for key in [*(char if char != " " else "Space" for char in typed), *["Backspace"] * len(typed)]:
            before = cpu(session)
            page.keyboard.press(key)
            page.wait_for_timeout(PAUSE)
            costs.append(cpu(session) - before)
        page.wait_for_timeout(1500)  # everything is there again
    return costs


def measure(page: Page, path: Path) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Performance.setTimeDomain", {"timeDomain": "threadTicks"})
    session.send("Performance.enable")
    page.add_init_script(WATCH)
    began = time.perf_counter()
    page.goto(path.as_uri(), wait_until="commit")
    usable = page.wait_for_function(USABLE, timeout=60_000).json_value()
    parsed = page.evaluate("window.parsed")
    wall = (time.perf_counter() - began) * 1000
    page.wait_for_timeout(2000)
    loading = page.evaluate("window.longest")
    page.evaluate("window.longest = 0")
    idle = cpu(session)
    page.wait_for_timeout(PAUSE)
    noise = cpu(session) - idle
    costs = keystrokes(page, session)
    most = page.evaluate("window.longest")
    print(f"usable after {usable:.0f} ms (parsed {parsed:.0f}, wall {wall:.0f}), longest task {loading:.0f};")
    print(f"  keystroke: median {statistics.median(costs):.1f}, 95 % {percentile(costs, 0.95):.1f}, ", end="")
    print(f"most {max(costs):.1f} ms (nothing: {noise:.1f}), longest task {most:.0f}", flush=True)


def main() -> None:
    counts = [int(word) for word in sys.argv[1:]] or [1_000, 10_000]
    executable = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        for count in counts:
            path = build(Path(folder), count)
            chromium = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
            print(f"{count:>6,} papers, {path.stat().st_size / 1e6:.0f} MB: ", end="")
            measure(chromium.new_context(offline=True).new_page(), path)
            chromium.close()


if __name__ == "__main__":
    main()
