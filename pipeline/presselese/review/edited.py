"""An edited table of mentions against the result it came from: what was corrected in it."""

from __future__ import annotations

import csv
import importlib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from presselese.corrections import Correction
from presselese.errors import CorrectionError, DocumentError
from presselese.evaluate.gold import EDTF
from presselese.read import decode
from presselese.records import LABELS
from presselese.write import frame_rows, read_tables

NEEDED = ("mention_id", "label", "norm")
SHEET = "mentions"
FEW = 20  # deleted rows that nobody needs to confirm
Row = dict[str, Any]
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Edited:
    """The rows of an edited table by mention; `places` says where each stands in its file."""

    file: str
    labels: Mapping[str, str]
    norms: Mapping[str, str]
    places: Mapping[str, str]


def read_edited(path: Path) -> Edited:
    """Read an edited table of mentions: the sheet `mentions` of an XLSX file, or a CSV file.

    Raises CorrectionError where it cannot be read, lacks a column, or names a mention twice.
    """
    labels: dict[str, str] = {}
    norms: dict[str, str] = {}
    places: dict[str, str] = {}
    rows = _sheet(path) if path.suffix.lower() == ".xlsx" else _csv(path)
    for number, row in enumerate(rows, 2):
        mention_id = row["mention_id"]
        if not any(row.values()):
            continue
        place = f"{path.name}, row {number}"
        if not mention_id:
            raise CorrectionError(f"{place}: no mention_id; rows cannot be added here")
        if mention_id in labels:
            raise CorrectionError(f"{place}: {mention_id} stands in {places[mention_id]} too")
        labels[mention_id], norms[mention_id] = row["label"], row["norm"]
        places[mention_id] = place
    return Edited(str(path), labels, norms, places)


def compare(folder: Path, edited: Edited, *, accept_deletions: bool = False) -> list[Correction]:
    """Return what was corrected in an edited table of the result in `folder`.

    A row that is gone deletes its mention. Raises CorrectionError for rows of another result,
    labels and dates that are none, and for more than half of the rows gone, as in a table that
    was filtered, unless `accept_deletions`. Raises TablesError where the folder is no result.
    """
    frames = read_tables(folder)
    mentions = {row["mention_id"]: row for row in frame_rows(frames["mentions"])}
    hashes = {row["doc_id"]: row["sha256"] for row in frame_rows(frames["documents"])}
    if strange := [one for one in edited.labels if one not in mentions]:
        raise CorrectionError(
            f"{edited.places[strange[0]]}: {folder} has no mention {strange[0]!r} "
            f"({len(strange)} such rows); review the table with the result it came from"
        )
    gone = [one for one in mentions if one not in edited.labels]
    if len(gone) > max(FEW, len(mentions) // 2) and not accept_deletions:
        raise CorrectionError(
            f"{edited.file}: {len(gone)} of {len(mentions)} mentions are gone; if they were "
            "deleted and not filtered away, say so with --accept-deletions"
        )
    out = []
    for mention_id, mention in mentions.items():
        label, norm, action = "", "", "delete"
        provenance = f"{Path(edited.file).name}, row gone"
        if mention_id in edited.labels:
            provenance = edited.places[mention_id]
            label, norm = _change(mention, edited)
            if not label and not norm:
                continue
            action = "change"
        sha256 = hashes[mention["doc_id"]]
        if sha256 is None:
            raise CorrectionError(f"{mention['doc_id']}: its text has no hash to hold corrections")
        out.append(
            Correction(
                doc_id=mention["doc_id"],
                sha256=sha256,
                start=mention["start"],
                end=mention["end"],
                text=mention["text"],
                label=mention["label"],
                action="delete" if action == "delete" else "change",
                new_label=label,
                new_norm=norm,
                old_norm=mention["norm"] or "",
                provenance=provenance,
            )
        )
    return out


def _change(mention: Row, edited: Edited) -> tuple[str, str]:
    """Return the new label and value of a mention; empty where they are the old ones."""
    mention_id = mention["mention_id"]
    place = edited.places[mention_id]
    label, norm = edited.labels[mention_id], edited.norms[mention_id]
    if label not in LABELS:
        raise CorrectionError(
            f"{place}: label {label!r} is not possible; possible: {', '.join(LABELS)}"
        )
    new_label = "" if label == mention["label"] else label
    if norm == (mention["norm"] or ""):
        return new_label, ""  # with another label the value is read anew
    if not norm:
        raise CorrectionError(
            f"{place}: norm is empty; delete the whole row if it is no mention, "
            f"or put {mention['norm']!r} back"
        )
    if label == "DATE" and not EDTF.fullmatch(norm):
        raise CorrectionError(
            f"{place}: {norm!r} is no EDTF date such as 2021-05-03, 2021-05, 2021-05-03/2021-05-05"
        )
    return new_label, norm


# -- files ----------------------------------------------------------------------------------------


def _csv(path: Path) -> Iterator[Row]:
    """Read a CSV as presselese writes it or as a German spreadsheet saves it."""
    try:
        text = decode(path.read_bytes())[0]
    except OSError as error:
        raise CorrectionError(f"{path}: cannot be read: {error.strerror}") from error
    except DocumentError as error:
        raise CorrectionError(f"{path}: {error}") from error
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    _check(path, reader.fieldnames or ())
    for row in reader:
        yield {name: (row[name] or "").strip() for name in NEEDED}


def _sheet(path: Path) -> Iterator[Row]:
    try:
        openpyxl = importlib.import_module("openpyxl")
    except ImportError as error:
        raise CorrectionError(
            f"{path}: XLSX needs the package openpyxl: pip install 'presselese[review]'"
        ) from error
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except OSError as error:
        raise CorrectionError(f"{path}: cannot be read: {error.strerror or error}") from error
    except Exception as error:  # whatever a broken zip or XML makes openpyxl raise
        raise CorrectionError(f"{path}: cannot be read as XLSX: {error}") from error
    if SHEET not in book.sheetnames:
        raise CorrectionError(
            f"{path}: no sheet {SHEET!r}; its sheets: {', '.join(book.sheetnames)}"
        )
    rows = book[SHEET].iter_rows(values_only=True)
    names = [_cell(value) for value in next(rows, ())]
    _check(path, names)
    places = [names.index(name) for name in NEEDED]
    for row in rows:
        cells = [_cell(row[place]) if place < len(row) else "" for place in places]
        yield dict(zip(NEEDED, cells, strict=True))


def _check(path: Path, names: Any) -> None:
    if missing := [name for name in NEEDED if name not in names]:
        raise CorrectionError(
            f"{path}: no column {', '.join(missing)}; edit the table mentions of a result"
        )


def _cell(value: object) -> str:
    """Write a cell as text; spreadsheets turn 2021-05-03 into a day and 2021 into a number."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    # openpyxl leaves the escapes of characters that XML forbids as they are in the file
    return _ESCAPE.sub(lambda sign: chr(int(sign[1], 16)), str(value)).strip()
