"""The configuration of a run: every option, its limits and its default, written once."""

from __future__ import annotations

import difflib
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from presselese.errors import ConfigError

Format = Literal["csv", "parquet", "sqlite", "xlsx", "jsonl"]
FORMATS: tuple[Format, ...] = get_args(Format)
# Rows are written to these as they come; one of them is always there, all else is made of it.
CANONICAL = ("csv", "parquet")
# What is made of the finished tables, and the names it has in the folder of the result.
EDITIONS: dict[str, tuple[str, ...]] = {
    "sqlite": ("presselese.sqlite", "metadata.json"),
    "xlsx": ("presselese.xlsx",),
    "jsonl": ("documents.jsonl",),
    "gexf": ("network.gexf",),
    "graphml": ("network.graphml",),
    "geojson": ("cities.geojson",),
    "uima": ("uima",),
    "conll": ("mentions.conll",),
    "labelstudio": ("labelstudio.json",),
    "prodigy": ("prodigy.jsonl",),
}


def _as_list(value: object) -> object:
    """Let `formats = "csv"` stand for a list of one."""
    return [value] if isinstance(value, str) else value


class Config(BaseModel):
    """What a run can be told; a TOML file and the command line fill it, the latter wins."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str = Field(
        default="de_presse_md",
        min_length=1,
        description="The spaCy pipeline that finds PER, LOC and ORG: name of a package or a folder",
    )
    formats: Annotated[tuple[Format, ...], BeforeValidator(_as_list)] = Field(
        default=("csv",), min_length=1, description="File formats of the tables"
    )
    workers: int = Field(
        default=1, ge=1, le=256, description="Processes that extract; the result is the same"
    )
    engine: Literal["local", "dask"] = Field(
        default="local",
        description="What runs the workers: local (processes of this machine) or dask (a cluster)",
    )
    scheduler: str | None = Field(
        default=None,
        min_length=1,
        description="Address of the cluster's Dask scheduler, such as tcp://10.0.0.1:8786",
    )
    copy_to: str | None = Field(
        default=None,
        min_length=1,
        description="Address (s3://…, gs://…) that the finished result is copied to",
    )
    timeout: float | None = Field(
        default=None,
        gt=0,
        allow_inf_nan=False,
        description="Seconds one document may take, before it is given up",
    )
    shard_size: int = Field(
        default=512, ge=1, description="Documents after which the work done so far is saved"
    )
    keep_shards: bool = Field(
        default=False,
        description="Keep the saved work, so that a later run with --resume does only what is "
        "new or changed",
    )
    max_chars: int = Field(
        default=1_000_000, ge=1, description="Longest text that is processed, in characters"
    )
    boilerplate: Path | None = Field(
        default=None, description="File of lines that learn-boilerplate found to be a site's own"
    )
    corrections: Path | None = Field(
        default=None, description="File of corrections that review made of an edited result"
    )


def load_config(path: Path | None = None, **options: Any) -> Config:
    """Read a TOML file, if one is given, and lay the options that are not None over it.

    Raises ConfigError naming file (or option), key, reason and what is allowed.
    """
    values: dict[str, Any] = {}
    if path is not None:
        try:
            values = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
        except OSError as error:
            raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise ConfigError(
                f"{path}: not UTF-8 (byte {error.start}); save it as UTF-8"
            ) from error
        except tomllib.TOMLDecodeError as error:
            raise ConfigError(f"{path}: not valid TOML: {error}") from error
    given = {key: value for key, value in options.items() if value is not None}
    try:
        return Config.model_validate(values | given)
    except ValidationError as error:
        raise ConfigError(_explain(error, path, given)) from error


def _explain(error: ValidationError, path: Path | None, given: dict[str, Any]) -> str:
    lines = []
    for problem in error.errors():
        key = str(problem["loc"][0])
        where = f"option --{_option(key)}" if key in given else f"{path}: key {key!r}"
        if problem["type"] == "extra_forbidden":
            near = difflib.get_close_matches(key, Config.model_fields, n=1)
            hint = f"did you mean {near[0]!r}? " if near else ""
            reason = f"unknown; {hint}known keys: {', '.join(Config.model_fields)}"
        elif problem["type"] == "literal_error":
            choices = Config.model_fields[key].annotation if key != "formats" else Format
            possible = ", ".join(get_args(choices))
            reason = f"{problem['input']!r} is not possible; possible: {possible}"
        else:
            reason = f"{problem['input']!r} is not possible: {problem['msg']}"
        lines.append(f"{where}: {reason}")
    return "\n".join(lines)


def _option(key: str) -> str:
    return "format" if key == "formats" else key.replace("_", "-")
