"""The report in a real browser: search, reader, languages, network silence, accessibility.

Runs in the system's Chromium, headless; skipped where there is none (apt install chromium).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.report.releases import BRIDGE, HOSTILE, NOBODY, make_result, releases

from presselese.report import page as page_module
from presselese.report import write_report

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
playwright_api = pytest.importorskip("playwright.sync_api", reason="pip install playwright")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: apt install chromium")
DESKTOP, PHONE = {"width": 1400, "height": 1000}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("browser")
    many = [
        BRIDGE.replace('"bridge"', f'"m{n:02}"').replace("Lindner", f"Lind{n}") for n in range(80)
    ]
    result = make_result(folder, releases(BRIDGE, HOSTILE, *many, NOBODY))
    gold = folder / "bridge.ann"
    gold.write_text(BRIDGE, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page_module, "PLAIN", 20_000)  # so that the browser unpacks
        path = write_report(result, gold=gold).path
    assert "data-packed>" in path.read_text(encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Any, report: Path) -> Iterator[Any]:
    yield from opened(browser, report)


def opened(browser: Any, report: Path, **options: Any) -> Iterator[Any]:
    """Open the report; any request for anything else, and any error in it, fails the test."""
    context = browser.new_context(**{"viewport": DESKTOP, "locale": "de-DE", **options})
    page = context.new_page()
    troubles: list[str] = []

    def judge(route: Any) -> None:
        if route.request.url == report.as_uri():
            route.continue_()
        else:
            troubles.append(f"asks for {route.request.url}")
            route.abort()

    context.route("**/*", judge)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda m: troubles.append(m.text) if m.type == "error" else None)
    page.on("dialog", lambda dialog: troubles.append(f"says {dialog.message}"))
    page.goto(report.as_uri())
    page.wait_for_selector("body[data-drawn]")
    yield page
    context.close()
    assert not troubles


def open_row(page: Any, words: str) -> None:
    page.fill("#ties-search", words)
    page.click("#ties-table tbody tr button.open")
    page.wait_for_selector("#reader[open]")


def test_search_narrows(page: Any) -> None:
    assert page.text_content("#ties-table .count") == "163 Verbindungen"
    page.fill("#ties-search", "oberburgermeisterin fulda")  # without accents
    assert page.text_content("#ties-table .count") == "81 von 163 Zeilen"
    page.fill("#ties-search", "zoe o'hara")
    assert page.locator("#ties-table tbody tr").count() == 1
    page.fill("#ties-search", "nothing has this")
    assert page.locator("#ties-table tbody tr").count() == 0


def test_filter_sort_and_pages(page: Any) -> None:
    page.select_option("#ties-basis", "explicit")
    assert page.text_content("#ties-table .count") == "82 von 163 Zeilen"
    page.click("#ties-by-person")
    first = page.text_content("#ties-table tbody tr th")
    assert page.get_attribute("#ties-table th >> nth=0", "aria-sort") == "ascending"
    page.click("#ties-by-person")
    assert page.get_attribute("#ties-table th >> nth=0", "aria-sort") == "descending"
    assert page.text_content("#ties-table tbody tr th") != first
    page.click("#ties-next")
    assert page.text_content("#ties-table .pager span") == "26–50 von 82"


@pytest.mark.parametrize(
    ("words", "source"), [("Eva Lindner", BRIDGE), ("O'Hara", HOSTILE)], ids=["bridge", "hostile"]
)
def test_a_click_marks_the_characters_of_the_raw_text(page: Any, words: str, source: str) -> None:
    (release,) = releases(source)
    open_row(page, words)
    for mention in release.mentions:
        place = f'mark.{mention.label}[data-start="{mention.start}"][data-end="{mention.end}"]'
        shown = "".join(page.locator(place).all_text_contents())
        assert shown == release.text[mention.start : mention.end] == mention.text
    person = next(m for m in release.mentions if m.norm == page_person(page))
    assert page.text_content(".evidence.target") == person.text
    lines = page.locator("#reader-text p.line").all_text_contents()
    assert lines == [release.text[x.start : x.end] for x in release.lines if x.reason != "empty"]


def page_person(page: Any) -> str:
    """The person of the row that is open: the only one the search left."""
    return str(page.text_content("#ties-table tbody tr th"))


def test_nested_spans_nest(page: Any) -> None:
    open_row(page, "Eva Lindner")
    assert page.locator("mark.ORG mark.ORG mark.CITY").text_content() == "Fulda"


def test_removed_lines_say_why(page: Any) -> None:
    open_row(page, "Eva Lindner")
    folded = page.locator("details.removals")
    assert folded.locator("summary").text_content().startswith("6 Zeilen entfernt: Navigation")
    folded.locator("summary").click()
    assert folded.locator(".reason").all_text_contents()[:3] == [
        "Navigation", "Bedienelement", "Teilen",
    ]  # fmt: skip


def test_a_date_says_why_this_day(page: Any) -> None:
    open_row(page, "Lea Amann")
    page.locator("mark.DATE", has_text="Montag").click()
    why = page.text_content("#reader-why")
    assert "2021-05-03 (3. Mai 2021)" in why
    assert "Ergänzt aus einem anderen Datum der Seite." in why
    assert "„04.05.2021“" in why
    assert "stimmt mit dem Datum überein" in why
    assert page.text_content(".reason-for") == "04.05.2021"


def test_the_switch_changes_every_word(page: Any) -> None:
    assert page.get_attribute("html", "lang") == "de"
    open_row(page, "Eva Lindner")
    page.click("#reader-close")
    page.click("button[data-language=en]")
    assert page.get_attribute("html", "lang") == "en"
    assert page.text_content("h1") == "83 press releases"
    assert page.text_content("#ties-table .count") == "1 of 163 rows"
    assert page.input_value("#ties-search") == "Eva Lindner"
    assert "Warum" not in page.inner_text("main")
    page.wait_for_selector("body[data-drawn=en]")
    assert "Published" in page.text_content("#timeline-charts")
    page.click("button[data-language=de]")
    page.wait_for_selector("body[data-drawn=de]")
    assert "Veröffentlicht" in page.text_content("#timeline-charts")


def test_an_english_browser_reads_english(browser: Any, report: Path) -> None:
    for page in opened(browser, report, locale="en-GB"):
        assert page.text_content("h1") == "83 press releases"
        assert page.text_content("#accuracy h2") == "Accuracy"


def test_keys_alone_suffice(page: Any) -> None:
    page.keyboard.press("/")
    page.keyboard.type("Amann")
    page.wait_for_function(
        "document.querySelector('#ties-table .count').textContent.startsWith('81')"
    )
    page.focus("#ties-table tbody tr button")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("#reader[open]")
    assert page.text_content("#reader-place") == "2 von 81"
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('#reader-place').textContent === '3 von 81'")
    page.keyboard.press("Escape")
    assert page.locator("#reader[open]").count() == 0
    assert page.evaluate("document.activeElement.closest('tr') !== null")


def test_a_city_narrows_every_list(page: Any) -> None:
    page.click("#cities-table button.open >> text=Trier")
    assert page.text_content("#selection").strip().startswith("Nur die Mitteilung, die Trier nennt")
    assert page.text_content("#ties-table .count") == "1 von 163 Zeilen"
    page.click("#selection-clear")
    assert page.text_content("#ties-table .count") == "163 Verbindungen"


def test_a_bar_of_the_timeline_narrows(page: Any) -> None:
    page.locator("#timeline-charts svg .mark-rect path").first.click()
    assert page.text_content("#documents-table .count") == "1 von 83 Zeilen"


def test_a_node_of_the_network_narrows(page: Any) -> None:
    page.locator(".node[data-name='Stadt Fulda'] rect").click()
    assert page.text_content("#documents-table .count") == "81 von 83 Zeilen"


def test_the_queue_opens_the_place(page: Any) -> None:
    page.select_option("#doubts-doubt", "guessed")
    page.click("#doubts-table button.open")
    assert page.text_content(".evidence.target") == "Trier"
    assert "Eine ist zehnmal so groß" in page.text_content("#reader-why")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_no_serious_fault_of_accessibility(
    browser: Any, report: Path, viewport: dict[str, int], scheme: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install").Axe()
    for page in opened(browser, report, viewport=viewport, color_scheme=scheme):
        for state in ("page", "reader"):
            if state == "reader":
                open_row(page, "Eva Lindner")
                page.locator("mark.DATE").last.click()
            found = axe.run(page).response["violations"]
            grave = [
                (fault["id"], node["html"], node["failureSummary"])
                for fault in found
                if fault["impact"] in {"serious", "critical"}
                for node in fault["nodes"][:3]
            ]
            assert not grave, state
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_a_document_without_text_still_shows_its_table(browser: Any, tmp_path: Path) -> None:
    result = make_result(tmp_path, releases(BRIDGE))
    (tmp_path / "texts" / "bridge.txt").unlink()
    for page in opened(browser, write_report(result).path):
        open_row(page, "Eva Lindner")
        assert "liegt nicht mehr dort" in page.text_content("#reader-text")
        page.click("#reader-mentions button >> text=Montag")
        assert "2021-05-03" in page.text_content("#reader-why")


def test_empty_results_open(browser: Any, tmp_path: Path) -> None:
    for page in opened(browser, write_report(make_result(tmp_path, [])).path):
        assert page.text_content("#ties-table .count").startswith("Die Texte verbinden niemanden")
