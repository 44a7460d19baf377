"""The example of docs/cleaning.md runs and prints what its comments say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs" / "cleaning.md"


def test_the_example_says_what_it_prints(capsys: pytest.CaptureFixture[str]) -> None:
    found = re.search(r"```python\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.S)
    assert found is not None
    exec(compile(found[1], str(DOCS), "exec"), {})
    printed = capsys.readouterr().out.splitlines()
    assert printed == re.findall(r"(?:^|\)  )# (.+)$", found[1], re.M)
