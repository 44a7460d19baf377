"""The README says what is true: its Python runs, its example is what comes out, links lead on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "corpus" / "README.md"]
TUTORIALS = sorted((ROOT / "docs" / "tutorials").glob("*.md"))  # run by test_tutorials.py


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_python_snippets_run(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for number, snippet in enumerate(
        re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL), 1
    ):
        exec(compile(snippet, f"{page.name} snippet {number}", "exec"), {"__name__": "snippet"})


@pytest.mark.parametrize("page", [*PAGES, *TUTORIALS], ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target, place in re.findall(r"\]\(([^)#]+)#?([^)]*)\)", page.read_text(encoding="utf-8")):
        if not target.startswith(("http://", "https://")):
            there = page.parent / target
            assert there.exists(), target
            assert not place or place in _places(there), f"{target} has no heading #{place}"


def test_every_command_is_named() -> None:
    from typer.main import get_command

    from presselese.cli import app

    commands = getattr(get_command(app), "commands")  # noqa: B009 -- a group, as typer has it
    assert set(commands) == {row[0].strip("`") for row in _rows("| command |")}


def test_the_architecture_names_every_room() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(\w+)(?:/|\.py)`", page))
    rooms = {
        path.stem for path in (ROOT / "pipeline" / "presselese").glob("[a-z]*") if _is_room(path)
    }
    assert rooms <= named


def _is_room(path: Path) -> bool:
    return path.suffix == ".py" or (path / "__init__.py").is_file()


def test_the_example_is_what_comes_out() -> None:
    import presselese

    page = re.search(r"```text\n(.*?)```", README, re.DOTALL)
    assert page is not None
    extraction = presselese.load().extract(page[1])
    ties = {(a.person, a.role, a.organisation, a.city, a.basis) for a in extraction.affiliations}
    assert ties == set(_rows("| person |"))
    mentions = {(m.text, m.label, m.norm) for m in extraction.mentions}
    shown = {row[:3] for row in _rows("| text |")}
    assert shown <= mentions


def _places(page: Path) -> set[str]:
    """Name the headings of a page as GitHub does."""
    heads = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def _rows(head: str) -> list[tuple[str, ...]]:
    table = README[README.index(head) :].split("\n\n")[0].splitlines()[2:]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in table]
