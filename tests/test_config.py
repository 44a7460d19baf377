"""Configuration: defaults, files, and messages that name file, key, reason and what is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest

from presselese.config import Config, load_config
from presselese.errors import ConfigError


def test_the_command_line_wins_over_the_file_over_the_defaults(tmp_path: Path) -> None:
    path = tmp_path / "run.toml"
    path.write_text('model = "de_core_news_md"\nworkers = 3\nformats = "parquet"\n')
    config = load_config(path, workers=2, model=None)
    assert config == Config(model="de_core_news_md", workers=2, formats=("parquet",))
    assert load_config() == Config()


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        ("wokers = 2", r"run.toml: key 'wokers': unknown; did you mean 'workers'\? known keys: mo"),
        ("workers = 0", r"run.toml: key 'workers': 0 is not possible: .*greater"),
        ('workers = "viele"', r"key 'workers': 'viele' is not possible"),
        ('formats = ["csv", "xls"]', r"key 'formats': 'xls' is not possible; possible: csv, parq"),
        ("workers = ", r"run.toml: not valid TOML: Invalid value"),
    ],
)
def test_what_a_file_may_not_say(tmp_path: Path, toml: str, says: str) -> None:
    path = tmp_path / "run.toml"
    path.write_text(toml)
    with pytest.raises(ConfigError, match=says):
        load_config(path)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none.toml: cannot be read: No such file"):
        load_config(tmp_path / "none.toml")
    (tmp_path / "wide.toml").write_bytes("workers = 2 # ä".encode("cp1252"))
    with pytest.raises(ConfigError, match="not UTF-8"):
        load_config(tmp_path / "wide.toml")


def test_options_are_named_as_they_are_typed() -> None:
    with pytest.raises(ConfigError, match=r"option --max-chars: 0 is not possible"):
        load_config(max_chars=0)
    with pytest.raises(ConfigError, match=r"option --format: 'xls' is not possible; possible: csv"):
        load_config(formats=["xls"])
