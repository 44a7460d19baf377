"""Cleans files on disk: their texts, and what was dropped beside what was kept, to look at.

The folder of a result holds `text/` (cleaned texts), `lines/` (one table a text, tab-separated:
every line with its decision, reason and rule, its raw and its cleaned wording), on demand `html/`
(the same as pages, dropped lines in grey), and `clean.tsv` with one row a text.
"""

from __future__ import annotations

import html
import re
import shutil
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path, PurePosixPath

from presselese.clean.boilerplate import Boilerplate, Learner
from presselese.clean.cleaner import clean_sections
from presselese.clean.lines import Cleaned, Metadata
from presselese.errors import DocumentError, OutputError
from presselese.read import Input, RawText, read_text

INDEX = "clean.tsv"
FOLDERS = ("text", "lines", "html")
_COLUMNS = ("line", "kept", "reason", "rule", "repairs", "raw", "cleaned")
_OVERVIEW = ("doc_id", "path", "lines", "kept", "title", "published_on", "error")

_BREAK = re.compile(r"[\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")

_PAGE = """\
<!doctype html>
<html lang="de"><head><meta charset="utf-8"><title>{title}</title>
<style>
body {{ font: 16px/1.45 Georgia, serif; margin: 2em auto; max-width: 60em; color: #000; }}
table {{ border-collapse: collapse; width: 100%; }}
td {{ padding: .1em .6em; vertical-align: top; }}
td.n, td.r {{ font: 12px/1.9 sans-serif; color: #767676; white-space: nowrap; }}
tr.dropped td {{ color: #767676; }}
tr.title td.t {{ font-weight: bold; }}
tr.heading td.t, tr.subtitle td.t {{ font-style: italic; }}
td.t {{ overflow-wrap: anywhere; }}
dl {{ display: grid; grid-template-columns: max-content 1fr; gap: .1em 1em; margin: 0 0 1.5em; }}
dt {{ font: 12px/1.9 sans-serif; color: #767676; }}
dd {{ margin: 0; }}
dd small {{ font: 12px/1.9 sans-serif; color: #767676; }}
</style></head>
<body><h1>{title}</h1>
<p>{note}</p>
<dl>
{facts}
</dl>
<table>
{rows}
</table></body></html>
"""
_ROW = (
    '<tr class="{kind}"><td class="n">{number}</td><td class="t">{text}</td>'
    '<td class="r">{why}</td></tr>'
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a batch: texts cleaned, lines in all and kept, and the texts that failed."""

    documents: int
    lines: int
    kept: int
    failures: tuple[tuple[str, str], ...]


def clean_files(
    inputs: Sequence[Input],
    output: Path,
    *,
    max_chars: int,
    boilerplate: Boilerplate | None = None,
    pages: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Outcome:
    """Clean the inputs and write the result to the folder `output`; `pages` adds HTML.

    An earlier result is replaced. Raises OutputError for a folder that holds other files or
    cannot be written; a text that cannot be read is named in the outcome.
    """
    _prepare(output)
    rows: list[tuple[str, ...]] = [_OVERVIEW]
    failures: list[tuple[str, str]] = []
    lines = kept = 0
    try:
        for done, source in enumerate(inputs):
            if progress is not None:
                progress(done, len(inputs))
            try:
                raw = read_text(source, max_chars)
            except DocumentError as error:
                failures.append((source.path, str(error)))
                rows.append((source.doc_id, source.path, "", "", "", "", str(error)))
                continue
            for doc_id, cleaned in named_sections(raw, boilerplate):
                _write(output, doc_id, raw, cleaned, pages=pages)
                count = sum(line.kept for line in cleaned.lines)
                lines, kept = lines + len(cleaned.lines), kept + count
                published = cleaned.metadata.published_on
                rows.append(
                    (
                        doc_id,
                        raw.path,
                        str(len(cleaned.lines)),
                        str(count),
                        cleaned.metadata.title or "",
                        published.isoformat() if published else "",
                        "",
                    )
                )
        _tsv(output / INDEX, rows)
    except OSError as error:
        raise OutputError(f"{output}: cannot be written: {error.strerror or error}") from error
    return Outcome(len(inputs), lines, kept, tuple(failures))


def learn_files(
    inputs: Sequence[Input],
    *,
    max_chars: int,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Boilerplate, Outcome]:
    """Learn the lines that repeat across the inputs of a folder."""
    learner, failures = Learner(), []
    for done, source in enumerate(inputs):
        if progress is not None:
            progress(done, len(inputs))
        try:
            learner.add(source.doc_id, read_text(source, max_chars).text)
        except DocumentError as error:
            failures.append((source.path, str(error)))
    learned = learner.learned()
    lines = sum(len(site.lines) for site in learned.sites)
    return learned, Outcome(len(inputs), lines, 0, tuple(failures))


def named_sections(
    raw: RawText, boilerplate: Boilerplate | None = None
) -> Iterator[tuple[str, Cleaned]]:
    """Yield the releases of a text with their ids: the text's, further ones with `#2` and so on."""
    for number, cleaned in enumerate(clean_sections(raw.text, boilerplate), 1):
        yield raw.doc_id if number == 1 else f"{raw.doc_id}#{number}", cleaned


def side_by_side(text: str, cleaned: Cleaned) -> list[tuple[str, ...]]:
    """Return a row for every line: number, kept, reason, rule, repairs, raw and cleaned wording.

    A cleaned line that several raw lines were joined to stands beside the first of them.
    """
    starts = [line.start for line in cleaned.lines]
    wording = [""] * len(starts)
    offset = 0
    for line in cleaned.text.split("\n") if cleaned.text else ():
        wording[bisect_right(starts, cleaned.begin_of(offset)) - 1] = line
        offset += len(line) + 1
    repairs: list[list[str]] = [[] for _ in starts]
    for repair in cleaned.repairs:
        place = bisect_right(starts, repair.start) - 1
        if repair.step not in repairs[place]:
            repairs[place].append(repair.step)
    return [
        (
            str(line.number),
            "yes" if line.kept else "no",
            line.reason,
            line.rule or "",
            " ".join(steps),
            text[line.start : line.end],
            after,
        )
        for line, steps, after in zip(cleaned.lines, repairs, wording, strict=True)
    ]


def as_page(doc_id: str, rows: Sequence[tuple[str, ...]], cleaned: Cleaned) -> str:
    """Return the HTML page that shows dropped lines in grey and kept ones in black."""
    shown = []
    for number, kept, reason, rule, repairs, raw, after in rows:
        if reason == "empty":
            continue
        if kept == "yes" and not after:
            continue  # joined to the line above
        why = " · ".join(part for part in (reason, rule, repairs) if part)
        kind = reason if kept == "yes" else "dropped"
        shown.append(
            _ROW.format(
                kind=kind,
                number=number,
                text=html.escape(after or raw.strip()),
                why=html.escape(why),
            )
        )
    count = sum(line.kept for line in cleaned.lines)
    note = f"{count} of {len(cleaned.lines)} lines kept"
    if not cleaned.text:
        note += ": a page without press text"
    facts = "\n".join(_facts(cleaned.metadata))
    return _PAGE.format(title=html.escape(doc_id), note=note, facts=facts, rows="\n".join(shown))


def _facts(metadata: Metadata) -> Iterator[str]:
    """Yield what the page says about the release, each with the line it was read from."""
    places = dict(part.split(": ", 1) for part in (metadata.read_from or "").split("; ") if part)
    places["published_on"] = metadata.published_source or ""
    for field in fields(Metadata):
        value = getattr(metadata, field.name)
        if not value or field.name in {"read_from", "published_source"}:
            continue
        shown = ", ".join(value) if isinstance(value, tuple) else str(value)
        place = html.escape(places.get(field.name, ""))
        name = field.name.replace("_", " ")
        yield f"<dt>{name}</dt><dd>{html.escape(shown)} <small>{place}</small></dd>"


def _prepare(output: Path) -> None:
    """See that the folder can take a result, and take an earlier one out."""
    if output.exists() and not output.is_dir():
        raise OutputError(f"{output}: is a file; name a folder")
    try:
        output.mkdir(parents=True, exist_ok=True)
        names = {path.name for path in output.iterdir() if not path.name.startswith(".")}
        if names and INDEX not in names:
            raise OutputError(
                f"{output}: holds other files ({min(names)}) and no result of presselese clean; "
                "name a new or empty folder"
            )
        if names:
            for name in FOLDERS:
                shutil.rmtree(output / name, ignore_errors=True)
            (output / INDEX).unlink()
        # Written first and last: a result that broke off can be replaced, too.
        _tsv(output / INDEX, [_OVERVIEW])
    except OSError as error:
        raise OutputError(f"{output}: cannot be written: {error.strerror or error}") from error


def _write(output: Path, doc_id: str, raw: RawText, cleaned: Cleaned, *, pages: bool) -> None:
    rows = side_by_side(raw.text, cleaned)
    _text(_place(output / "text", doc_id, ".txt"), f"{cleaned.text}\n" if cleaned.text else "")
    _tsv(_place(output / "lines", doc_id, ".tsv"), [_COLUMNS, *rows])
    if pages:
        _text(_place(output / "html", doc_id, ".html"), as_page(doc_id, rows, cleaned))


def _place(folder: Path, doc_id: str, suffix: str) -> Path:
    path = folder / PurePosixPath(f"{doc_id}{suffix}")
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _text(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8", "replace"))


def _tsv(path: Path, rows: Sequence[tuple[str, ...]]) -> None:
    """Write rows, tab-separated, one a line; tabs and line breaks in cells become blanks."""
    _text(path, "".join("\t".join(_BREAK.sub(" ", c) for c in row) + "\n" for row in rows))
