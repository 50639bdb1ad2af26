"""The tests of the scripts, which run in Node.js without a browser: ``node --test``."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent
TESTS = sorted(FOLDER.glob("*.test.mjs"))


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.name)
def test_scripts(path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("the tests of the scripts need Node.js: install Debian's package nodejs")
    done = subprocess.run(
        [node, "--test", path], capture_output=True, text=True, encoding="utf-8", timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "# fail 0" in done.stdout or "ℹ fail 0" in done.stdout, done.stdout


def test_there_are_tests() -> None:
    assert [path.name for path in TESTS] == [
        "fold.test.mjs",
        "matching.test.mjs",
        "search-terms.test.mjs",
        "sort-orders.test.mjs",
        "state-parameters.test.mjs",
        "tasks.test.mjs",
    ]
