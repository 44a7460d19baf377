"""The canonical CSV as R and pandas read it: the same cells everywhere."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pytest
from tests.fake_extractor import FakeExtractor

from presselese.read import RawText
from presselese.records import Document
from presselese.tables import TABLES, Extraction
from presselese.write import TablesWriter, read_tables

TEXTS = [
    "am 3. Mai 2021",
    "=1+1\n+++ 7",
    'ein "Wort", zwei\r\nü 🎉 12',
    "",
    "NA",
    " 007 ",
    "a\tb 5",
]
TITLES = ["=1+1", "+++", '- "26."', "NA", " Rand ", "Zeile\nZwei", "007", "TRUE", "1e5", "ä🎉"]

# Types are given, as the data package declares them; then every cell as text, NA told apart.
SCRIPT = """
suppressPackageStartupMessages(library(readr))
arguments <- commandArgs(trailingOnly = TRUE)
types <- list(string = col_character(), integer = col_integer(), number = col_double(),
              boolean = col_logical(), date = col_date(format = "%Y-%m-%d"))
for (line in readLines(file.path(arguments[1], "kinds.txt"))) {
  parts <- strsplit(line, " ", fixed = TRUE)[[1]]
  kinds <- strsplit(parts[2], ",", fixed = TRUE)[[1]]
  columns <- do.call(cols, unname(types[kinds]))
  frame <- read_csv(file.path(arguments[1], paste0(parts[1], ".csv")), col_types = columns,
                    na = "", quoted_na = TRUE, trim_ws = FALSE, progress = FALSE)
  stopifnot(nrow(problems(frame)) == 0)
  shown <- lapply(frame, function(column) {
    if (is.double(column) && !inherits(column, "Date")) sprintf("%.17g", column)
    else if (is.logical(column)) tolower(as.character(column))
    else as.character(column)
  })
  for (name in names(shown)) shown[[name]][is.na(frame[[name]])] <- NA
  write_csv(as.data.frame(shown, check.names = FALSE, stringsAsFactors = FALSE),
            file.path(arguments[2], paste0(parts[1], ".csv")), na = "<NA>")
}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with TablesWriter(tmp_path / "out") as writer:
        for number, text in enumerate(TEXTS):
            raw = RawText(f"t{number}", f"t{number}.txt", text)
            writer.add(FakeExtractor().extract(raw).tables())
        for number, title in enumerate(TITLES):
            document = Document(doc_id=f"u{number}", path="x", title=title)
            writer.add(Extraction(document=document).tables())
        writer.finish()
        writer.publish({"versions": {"presselese": "0"}})
    return tmp_path / "out"


def as_text(frame: pd.DataFrame) -> list[list[str]]:
    """Every cell as R's script shows it."""
    shown = []
    for _, column in frame.items():
        cells = []
        for value in column:
            if pd.isna(value):
                cells.append("<NA>")
            elif isinstance(value, pd.Timestamp):
                cells.append(value.date().isoformat())
            elif isinstance(value, float):
                cells.append(f"{value:.17g}")
            elif str(column.dtype) == "boolean":
                cells.append(str(value).lower())
            else:
                cells.append(str(value))
        shown.append(cells)
    return shown


def test_r_and_pandas_give_equal_frames(folder: Path, tmp_path: Path) -> None:
    program = shutil.which("Rscript")
    if program is None:
        pytest.skip("R is not installed (apt install r-base-core r-cran-readr)")
    if subprocess.run(
        [program, "-e", "library(readr)"], capture_output=True, check=False
    ).returncode:
        pytest.skip("R has no readr (apt install r-cran-readr)")
    kinds = [
        f"{table.name} {','.join(column.type for column in table.columns)}"
        for table in TABLES.values()
    ]
    (folder / "kinds.txt").write_text("\n".join(kinds) + "\n", "utf-8")
    (tmp_path / "script.R").write_text(SCRIPT, "utf-8")
    (tmp_path / "r").mkdir()
    command = [program, "--vanilla", str(tmp_path / "script.R"), str(folder), str(tmp_path / "r")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    for name, frame in read_tables(folder).items():
        from_r = pd.read_csv(tmp_path / "r" / f"{name}.csv", dtype=str, keep_default_na=False)
        assert list(from_r.columns) == list(frame.columns)
        assert [from_r[column].tolist() for column in from_r.columns] == as_text(frame), name


def test_plain_pandas_reads_the_flat_table(folder: Path) -> None:
    """What an analyst types first gives the rows and ids that `read_tables` gives."""
    frame = pd.read_csv(folder / "dataset.csv", dtype={"doc_id": str}, parse_dates=["published_on"])
    assert frame["doc_id"].tolist() == read_tables(folder)["dataset"]["doc_id"].tolist()
    assert (frame["row"] == 1).sum() == len(read_tables(folder)["documents"])
