"""What a reader corrected in a result, kept in a file and applied to the next run.

A correction belongs to characters of a text with a certain SHA-256, so it never lands on another
text, whatever the file is called or which model runs. The file is a CSV that people can read and
edit: one row a mention, with the old value and where the correction came from.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from presselese.errors import CorrectionError
from presselese.records import LABELS

Action = Literal["delete", "change"]
Key: TypeAlias = tuple[int, int, str]  # start and end in the raw text, label
ByText: TypeAlias = Mapping[str, Mapping[Key, "Correction"]]


@dataclass(frozen=True, slots=True)
class Correction:
    """One mention that is no mention, or has another label or value.

    Offsets are code points of the raw text whose bytes have the hash `sha256`; `new_label` and
    `new_norm` are empty where they stay as they are.
    """

    doc_id: str
    sha256: str
    start: int
    end: int
    text: str
    label: str
    action: Action
    new_label: str
    new_norm: str
    old_norm: str
    provenance: str

    @property
    def key(self) -> Key:
        """What it corrects."""
        return (self.start, self.end, self.label)

    @property
    def target(self) -> str:
        """The label after the correction."""
        return self.new_label or self.label


COLUMNS = tuple(field.name for field in fields(Correction))


def read_corrections(path: Path) -> list[Correction]:
    """Read a file of corrections. Raises CorrectionError naming file, line and what is wrong."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except OSError as error:
        raise CorrectionError(f"{path}: cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise CorrectionError(f"{path}: not a CSV file in UTF-8: {error}") from error
    return [_correction(row, f"{path}:{number}") for number, row in enumerate(rows, 2)]


def _correction(row: Mapping[str | None, str | None], where: str) -> Correction:
    if missing := [name for name in COLUMNS if row.get(name) is None]:
        raise CorrectionError(f"{where}: no cell for {', '.join(missing)}")
    cells = {name: row[name] or "" for name in COLUMNS}
    if cells["action"] not in get_args(Action):
        raise CorrectionError(f"{where}: action {cells['action']!r} is neither delete nor change")
    for name in ("label", "new_label"):
        if cells[name] not in {*LABELS, *([""] if name == "new_label" else [])}:
            raise CorrectionError(
                f"{where}: {name} {cells[name]!r} is not possible; possible: {', '.join(LABELS)}"
            )
    try:
        start, end = int(cells.pop("start")), int(cells.pop("end"))
    except ValueError as error:
        raise CorrectionError(f"{where}: start and end must be numbers") from error
    if not 0 <= start < end:
        raise CorrectionError(f"{where}: start {start} does not lie before end {end}")
    return Correction(start=start, end=end, **cells)  # type: ignore[arg-type]


def write_corrections(path: Path, corrections: Iterable[Correction]) -> None:
    """Write a file of corrections, by document and place; CorrectionError where it cannot be."""
    ordered = sorted(corrections, key=lambda one: (one.doc_id, *one.key))
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(COLUMNS)
            writer.writerows(astuple(one) for one in ordered)
    except OSError as error:
        raise CorrectionError(f"{path}: cannot be written: {error.strerror or error}") from error


def joined(old: Iterable[Correction], new: Iterable[Correction]) -> list[Correction]:
    """Lay new corrections over old ones: of one mention the new one holds.

    A mention that an old correction made (with its new label) may be corrected again; the two
    become one, so that the file still starts from what the model finds.
    """
    held = {(one.sha256, *one.key): one for one in old}
    made = {(one.sha256, one.start, one.end, one.target): one for one in held.values()}
    for one in new:
        before = made.get((one.sha256, *one.key))
        if before is not None:
            one = Correction(  # noqa: PLW2901 -- the later one, told from the mention as found
                **{
                    **{name: getattr(one, name) for name in COLUMNS},
                    "label": before.label,
                    "new_label": "" if one.target == before.label else one.target,
                    "new_norm": one.new_norm or before.new_norm,
                    "old_norm": before.old_norm,
                }
            )
        held[(one.sha256, *one.key)] = one
    return list(held.values())


def hash_corrections(path: Path) -> str:
    """Return the SHA-256 of a file of corrections: it decides a result, its place does not."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise CorrectionError(f"{path}: cannot be read: {error.strerror}") from error


def by_text(corrections: Iterable[Correction]) -> dict[str, dict[Key, Correction]]:
    """Group corrections by the hash of their text."""
    grouped: dict[str, dict[Key, Correction]] = {}
    for one in corrections:
        grouped.setdefault(one.sha256, {})[one.key] = one
    return grouped
