"""Run the benchmarks and print the ratios of the speed table: ``python tests/benchmarks/run.py [--quick]``.

Everything is measured in one run: whole processes in turn, by the processor time that the system
charged them (children included), the median of the repeats. Nothing here passes or fails.
"""

from __future__ import annotations

import argparse
import compileall
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parent))

from data import bibliography

import sphinxext_pubs
from sphinxext_pubs.citations.csl.pandoc import find_pandoc
from tests.adversarial import ADVERSARIES, Adversary, read_seconds

#: Characters.
MEGABYTE = 2**20

OURS = 'extensions = ["sphinxext_pubs"]\npubs_sources = ["papers.bib"]\n'
THEIRS = 'extensions = ["sphinxcontrib.bibtex"]\nbibtex_bibfiles = ["papers.bib"]\n'
COMMON = 'project = "Benchmark"\nhtml_theme = "basic"\nhtml_copy_source = False\n'
ONE_PAGE = "Papers\n======\n\n.. publications::\n"
BARE_PAGE = "Papers\n======\n\nNothing here.\n"

SPLIT = "from bibtexparser.splitter import Splitter; Splitter(text).split()"
PARSE = (
    "from sphinxext_pubs.formats.bibtex import codec; from sphinxext_pubs.formats.base import Source; "
    "list(codec.read([Source('papers.bib', text)]))"
)
LOAD = "from sphinxext_pubs.library.load import load; load(['papers.bib'], root, '', root / 'cache')"


@dataclass(frozen=True)
class Cost:
    """Return the cost of a process: processor seconds, and its peak of memory in megabytes."""

    cpu: float
    memory: float


def run(*command: str, cwd: Path) -> Cost:
    """Run a process, and return its cost."""
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    problem = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command[:6])} … failed:\n{problem}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def median(repeats: int, measure: Callable[[], Cost]) -> Cost:
    costs = [measure() for _ in range(repeats)]
    return Cost(statistics.median(c.cpu for c in costs), statistics.median(c.memory for c in costs))


class Site:
    """A Sphinx project in a folder."""

    def __init__(self, root: Path, name: str, conf: str, files: dict[str, str]) -> None:
        self.root = root / name
        self.source = self.root / "source"
        self.source.mkdir(parents=True)
        (self.source / "conf.py").write_text(COMMON + conf, encoding="utf-8")
        for path, content in files.items():
            self.put(path, partial(str, content))

    def put(self, path: str, content: Callable[[], str]) -> None:
        """Write a file in another process, because memory of this one would count for the measured one."""
        child = os.fork()
        if not child:
            (self.source / path).write_text(content(), encoding="utf-8")
            os._exit(0)
        os.waitpid(child, 0)

    def build(self) -> Cost:
        """Run an incremental build."""
        doctrees, output = self.root / "doctrees", self.root / "html"
        options = ["-q", "-b", "html", "-d", str(doctrees)]
        return run(sys.executable, "-m", "sphinx", *options, str(self.source), str(output), cwd=self.root)

    def cold(self) -> Cost:
        """Run a clean build."""
        for folder in ("doctrees", "html"):
            shutil.rmtree(self.root / folder, ignore_errors=True)
        return self.build()

    def environment(self) -> float:
        """Return the size of the pickled environment in megabytes."""
        return (self.root / "doctrees" / "environment.pickle").stat().st_size / 1e6


def timed(root: Path, statement: str) -> float:
    """Return the processor seconds of the last expression of a statement in a new process.

    Its result is kept, as a build keeps its library until it ends.
    """
    imports, _, expression = statement.rpartition("; ")
    program = (
        "import time, pathlib\n"
        "root = pathlib.Path('.').resolve()\n"
        "text = (root / 'papers.bib').read_text(encoding='utf-8')\n"
        f"{imports}\n"
        "import sphinxext_pubs.formats.bibtex.codec, sphinxext_pubs.library.load\n"
        "import bibtexparser.splitter\n"
        "from sphinxext_pubs.formats.bibtex import codec; from sphinxext_pubs.formats.base import Source\n"
        "list(codec.read([Source('warm.bib', '@misc{a, title={\\\\emph{A} {B}}, author={C. D}}')]))\n"
        "start = time.process_time()\n"
        f"result = {expression}\n"
        "print(time.process_time() - start)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True
    )
    return float(done.stdout.split()[-1])


def row(what: str, measured: float, must: str, can: str, note: str = "") -> None:
    print(f"| {what:<62} | {measured:>7.2f} | {must:>7} | {can:>7} | {note}", flush=True)


def parsing(root: Path, count: int, repeats: int) -> None:
    folder = root / "parsing" / "source"
    Site(root, "parsing", "", {}).put("papers.bib", partial(bibliography, count))
    figures: dict[str, list[float]] = {"split": [], "parse": [], "load": []}
    timed(folder, LOAD)  # fills the cache
    for _ in range(repeats):
        figures["split"].append(timed(folder, SPLIT))
        figures["parse"].append(timed(folder, PARSE))
        figures["load"].append(timed(folder, LOAD))
    split, parse, load = (statistics.median(values) for values in figures.values())
    row("parse / the bare splitter", parse / split, "1.6", "1.2", f"{parse:.2f} s / {split:.2f} s")
    row("library from the cache / the same", load / split, "0.10", "0.05", f"{load:.3f} s")


def reading_hostile() -> None:
    """Compare the slowest adversarial file of a megabyte with a megabyte of papers."""
    usual = bibliography(1000)
    per_megabyte = read_seconds(Adversary(".bib", usual), len(usual)) / len(usual) * MEGABYTE
    name, slowest = max(
        ((name, read_seconds(adversary, MEGABYTE)) for name, adversary in ADVERSARIES.items()),
        key=lambda found: found[1],
    )
    note = f"{slowest:.2f} s, “{name}” / {per_megabyte:.2f} s"
    row("the slowest hostile megabyte / a megabyte of papers, read", slowest / per_megabyte, "", "", note)


def entries_of(site: Site) -> str:
    """Return the page's list as raw HTML."""
    page = (site.root / "html" / "index.html").read_text(encoding="utf-8")
    return page[page.index("<section") : page.rindex("</section>") + 10]


def building(root: Path, count: int, repeats: int) -> None:
    papers = partial(bibliography, count)
    ours = Site(root, "ours", OURS, {"index.rst": ONE_PAGE})
    ours.put("papers.bib", papers)
    bare = Site(root, "bare", "", {"index.rst": BARE_PAGE})
    cold, bare_cold = median(repeats, ours.cold), median(repeats, bare.cold)
    raw_page = "Papers\n======\n\n.. raw:: html\n   :file: list.html\n"
    raw = Site(root, "raw", "", {"index.rst": raw_page})
    raw.put("list.html", partial(entries_of, ours))
    raw_cold = median(repeats, raw.cold)
    row(
        "cold build / a raw-HTML page of the same",
        cold.cpu / raw_cold.cpu,
        "1.1",
        "0.9",
        f"{cold.cpu:.2f} s / {raw_cold.cpu:.2f} s",
    )
    ours.build()
    bare.build()
    same, bare_same = median(repeats + 2, ours.build), median(repeats + 2, bare.build)
    row(
        "build in which nothing changed / bare Sphinx",
        same.cpu / bare_same.cpu,
        "1.25",
        "1.10",
        f"{same.cpu:.2f} s / {bare_same.cpu:.2f} s",
    )
    row(
        "peak memory of the cold build, MB",
        cold.memory,
        "320",
        "250",
        f"bare {bare_cold.memory:.0f}, raw HTML {raw_cold.memory:.0f}",
    )
    row("growth of environment.pickle, MB", ours.environment() - bare.environment(), "2", "1")
    pages = {
        f"page{number}.rst": f"Page {number}\n========\n\n.. publications::\n   :filter: "
        f"year = {2000 + number % 25}"
        + (f" or year = {2000 + (number + 20) % 25}" if number < 5 else "")
        + "\n"
        for number in range(20)
    }
    index = "Papers\n======\n\n.. toctree::\n\n" + "".join(f"   {name[:-4]}\n" for name in pages)
    twenty = Site(root, "twenty", OURS, {"index.rst": index, **pages})
    twenty.put("papers.bib", papers)
    cost = median(repeats, twenty.cold)
    row(
        "20 filtered pages / 1 page of the same papers",
        cost.cpu / cold.cpu,
        "1.1",
        "1.0",
        f"{cost.cpu:.2f} s",
    )


PAGES = 'pubs_pages = ["paper"]\nhtml_baseurl = "https://example.org/"\n'


def paging(root: Path, count: int, repeats: int) -> None:
    """Measure pages of papers: all of them, and one of them compared with a page of Sphinx."""
    papers = partial(bibliography, count)
    ours = Site(root, "pages", OURS + PAGES, {"index.rst": BARE_PAGE})
    plain = Site(root, "no-pages", OURS, {"index.rst": ONE_PAGE.replace("::", "::\n   :limit: 1")})
    for site in (ours, plain):
        site.put("papers.bib", papers)
    documents = {f"page{number}.rst": BARE_PAGE for number in range(500)}
    tree = BARE_PAGE + "\n.. toctree::\n\n" + "".join(f"   {name[:-4]}\n" for name in documents)
    sphinx = Site(root, "documents", "", {"index.rst": tree, **documents})
    bare = Site(root, "bare-pages", "", {"index.rst": BARE_PAGE})
    all_, none, many, one = (median(repeats, site.cold) for site in (ours, plain, sphinx, bare))
    own, theirs = (all_.cpu - none.cpu) / count, (many.cpu - one.cpu) / len(documents)
    note = f"{1000 * own:.2f} ms / {1000 * theirs:.2f} ms; all of it {all_.cpu:.1f} s, {all_.memory:.0f} MB"
    row("a paper's page with five files / a page of Sphinx's", own / theirs, "0.25", "0.10", note)
    ours.build()
    bare.build()
    same, bare_same = median(repeats, ours.build), median(repeats, bare.build)
    note = f"{same.cpu:.2f} s / {bare_same.cpu:.2f} s"
    row("nothing changed, pages of papers / bare Sphinx", same.cpu / bare_same.cpu, "2.5", "1.5", note)


def citing(root: Path, count: int, repeats: int) -> None:
    """Compare citations and references in a CSL style with those in our own, cold."""
    keys = re.findall(r"^@\w+\{([^,]+),", bibliography(count), re.MULTILINE)
    roles = "".join(f"See :paper:p:`{key}`.\n" for key in keys)
    page = f"Papers\n======\n\n{roles}\n.. publications::\n   :cited:\n   :layout: reference\n"
    costs = []
    for style in ("apa", "author-year"):
        site = Site(root, f"citing-{style}", f'{OURS}pubs_style = "{style}"\n', {"index.rst": page})
        site.put("papers.bib", partial(bibliography, count))
        costs.append(median(repeats, site.cold).cpu)
    apa, own = costs
    note = f"{apa:.2f} s / {own:.2f} s"
    row(f"seconds for {count} cited works in APA, more than in our style", apa - own, "1.0", "0.8", note)


def comparing(root: Path, count: int, must: str, can: str) -> None:
    ours = Site(root, f"ours-{count}", OURS, {"index.rst": ONE_PAGE})
    page = "Papers\n======\n\n.. bibliography::\n   :all:\n"
    theirs = Site(root, f"theirs-{count}", THEIRS, {"index.rst": page})
    for site in (ours, theirs):
        site.put("papers.bib", partial(bibliography, count))
    mine, other = ours.cold(), theirs.cold()
    row(
        f"sphinxcontrib-bibtex / ours, cold, {count:,} papers",
        other.cpu / mine.cpu,
        must,
        can,
        f"{other.cpu:.1f} s / {mine.cpu:.2f} s",
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the papers, one repeat")
    quick = parser.parse_args().quick
    compileall.compile_dir(Path(sphinxext_pubs.__file__).parent, quiet=2)  # as pip does when it installs
    count, repeats = (1_000, 1) if quick else (10_000, 3)
    print(f"{count:,} papers, {repeats} repeats, Python {sys.version.split()[0]}")
    row_head = f"| {'what':<62} | {'is':>7} | {'must':>7} | {'can':>7} |"
    print(row_head)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        parsing(root, count, repeats)
        reading_hostile()
        building(root, count, repeats)
        paging(root, count, repeats)
        if find_pandoc() is not None:
            citing(root, 30 if quick else 300, repeats)
        comparing(root, 100 if quick else 1_000, "5", "8")
        comparing(root, 300 if quick else 3_000, "10", "16")


if __name__ == "__main__":
    main()
