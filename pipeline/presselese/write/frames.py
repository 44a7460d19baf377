"""Tables as data frames, from records or read back from a result; pandas is slow to import."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from presselese.errors import TablesError
from presselese.tables import TABLES, Table, Tables, collect
from presselese.write.files import MANIFEST, is_result
from presselese.write.sinks import import_pyarrow

if TYPE_CHECKING:
    import pandas as pd


def frames(*documents: Tables) -> dict[str, pd.DataFrame]:
    """Return all tables of some documents as data frames, typed as `read_tables` does it."""
    import pandas as pd  # noqa: PLC0415 -- slow to import

    collected = collect(documents)
    out = {}
    for name, table in TABLES.items():
        rows = collected[name]
        columns = list(zip(*rows, strict=True)) if rows else [()] * len(table.columns)
        out[name] = pd.DataFrame(
            {
                column.name: pd.Series(
                    [value.isoformat() if value else None for value in values]
                    if column.type == "date"
                    else list(values),
                    dtype=_DTYPES[column.type],
                )
                for column, values in zip(table.columns, columns, strict=True)
            }
        )
    return out


# Ids stay strings; days reach back to the year 1, which nanoseconds would not.
_DTYPES: dict[str, Any] = {
    "string": "string",
    "integer": "Int64",
    "number": "float64",
    "boolean": "boolean",
    "date": "datetime64[s]",
}


def frame_rows(frame: Any) -> list[dict[str, Any]]:
    """Return the rows of a data frame as plain values by column, None where a cell is empty."""
    plain = frame.astype(object)
    rows: list[dict[str, Any]] = plain.where(plain.notna(), None).to_dict("records")
    return rows


def read_tables(folder: str | Path) -> dict[str, pd.DataFrame]:
    """Read a result back as data frames: ids as strings, Int64, boolean, days as datetime64[s].

    CSV files are read where there are some, else Parquet. Raises TablesError if the folder is no
    result of presselese, a table is missing or its columns are others.
    """
    folder = Path(folder)
    if not is_result(folder):
        raise TablesError(
            f"{folder}: no result of presselese (no {MANIFEST}); "
            "name the folder that `presselese extract --output` wrote"
        )
    return {name: _read_table(folder, table) for name, table in TABLES.items()}


def _read_table(folder: Path, table: Table) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415 -- slow to import

    names = [column.name for column in table.columns]
    path = folder / f"{table.name}.csv"
    try:
        if path.is_file():
            frame = pd.read_csv(
                path, dtype="string", keep_default_na=False, na_values=[""], encoding="utf-8"
            )
        elif (path := folder / f"{table.name}.parquet").is_file():
            import_pyarrow()
            frame = pd.read_parquet(path)
        else:
            raise TablesError(f"{folder}: the table {table.name} is missing; run extract again")
        if list(frame.columns) != names:
            raise TablesError(
                f"{path}: columns are {', '.join(frame.columns)}; expected {', '.join(names)}; "
                "it was written by another version or changed, run extract again"
            )
        for column in table.columns:
            frame[column.name] = _typed(frame[column.name], column.type)
    except (ValueError, OSError) as error:
        raise TablesError(f"{path}: not a table of presselese: {error}") from error
    return frame


def _typed(values: pd.Series[Any], kind: str) -> pd.Series[Any]:
    if kind == "number":
        # float() is exact; the parsers of pandas are off by a bit in the last place
        values = values.map(float, na_action="ignore")
    elif kind == "boolean" and values.dtype == "string":
        values = values.map({"true": True, "false": False})
    return values.astype(_DTYPES[kind])
