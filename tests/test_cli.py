"""The commands as a user calls them: exit codes, messages, summaries, interrupts."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests import fake_extractor
from typer.testing import CliRunner, Result

import presselese.run.worker
from presselese.cli import app
from presselese.config import Config
from presselese.write import read_tables

ROOT = Path(__file__).parent.parent
Call = Callable[..., Result]


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Call the command line in a folder with two releases, `in/a.txt` and `in/b.txt`."""
    monkeypatch.setattr(presselese.run.worker, "load_extractor", fake_extractor.load)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("am 3. Mai 2021")
    (tmp_path / "in" / "b.txt").write_text("am 4. Mai")

    def invoke(*arguments: str, stdin: bytes | None = None) -> Result:
        return CliRunner().invoke(app, arguments, input=stdin)

    return invoke


def test_all_fine_is_0_and_shows_a_plain_summary(call: Call) -> None:
    result = call("extract", "in", "--output", "out")
    assert result.exit_code == 0, result.output
    rows = dict(line.split("\t") for line in result.stdout.splitlines())
    assert rows["documents"] == "2"
    assert rows["DATE"] == "3"
    assert rows["errors"] == "0"
    assert float(rows["seconds"]) >= 0
    assert result.stderr == ""
    assert len(read_tables("out")["documents"]) == 2


def test_some_failed_is_1_and_names_them(call: Call) -> None:
    Path("in", "c.txt").write_bytes(b"\x89PNG\r\n")
    result = call("extract", "in", "--output", "out")
    assert result.exit_code == 1
    assert f"in{os.sep}c.txt: a PNG picture, not text" in result.stderr
    assert len(read_tables("out")["errors"]) == 1


def test_quiet_says_nothing(call: Call) -> None:
    Path("in", "c.txt").write_text("BOOM WARN")
    result = call("extract", "in", "--output", "out", "--quiet")
    assert (result.exit_code, result.output) == (1, "")


def test_warnings_go_to_standard_error(call: Call) -> None:
    Path("in", "c.txt").write_text("WARN")
    result = call("extract", "in", "--output", "out")
    assert result.exit_code == 0
    assert result.stderr == "warning: something is odd\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(["extract"], "Missing argument", id="no input"),
        pytest.param(["extract", "in"], "Missing option", id="no output"),
        pytest.param(
            ["extract", "in", "-o", "out", "--wat"], "No such option", id="no such option"
        ),
        pytest.param(["extract", "in", "-o", "out", "--workers", "x"], "integer", id="type"),
        pytest.param(
            ["extract", "in", "-o", "out", "--workers", "0"], "--workers: 0 is not", id="range"
        ),
        pytest.param(
            ["extract", "in", "-o", "out", "--format", "xls"], "possible: csv, parquet", id="format"
        ),
        pytest.param(["extract", "nowhere", "-o", "out"], "no such file or folder", id="input"),
        pytest.param(["extract", "in", "-o", "in"], "holds other files (a.txt)", id="output"),
        pytest.param(
            ["extract", "in", "-o", "in/a.txt/x"], "cannot be written", id="output below a file"
        ),
        pytest.param(
            ["extract", "in", "-o", "out", "--model", "unknown"], "install it", id="model"
        ),
        pytest.param(
            ["extract", "in", "-o", "out", "--config", "run.toml"], "unknown; did you", id="key"
        ),
        pytest.param(["evaluate", "nowhere"], "expected a folder", id="gold"),
        pytest.param(["wat"], "No such command", id="command"),
    ],
)
def test_what_cannot_be_served_is_2_with_a_message(
    call: Call, arguments: list[str], says: str
) -> None:
    Path("run.toml").write_text("wokers = 1")
    result = call(*arguments)
    assert result.exit_code == 2, result.output
    assert says in " ".join(result.stderr.replace("│", " ").split())
    assert "Traceback" not in result.output
    assert not Path("out").exists()


def test_standard_input_and_globs(call: Call) -> None:
    result = call("extract", "-", "in/*.txt", "--output", "out", stdin="am 5. Mai".encode("utf-16"))
    assert result.exit_code == 0, result.output
    documents = read_tables("out")["documents"]
    assert documents["doc_id"].tolist() == ["a", "b", "stdin"]
    assert documents["path"].tolist()[-1] == "-"


def test_a_configuration_file_and_both_formats(call: Call) -> None:
    pytest.importorskip("pyarrow")
    Path("run.toml").write_text('formats = ["csv", "parquet"]\nmax_chars = 10\n')
    result = call("extract", "in", "--output", "out", "--config", "run.toml")
    assert result.exit_code == 1
    assert Path("out", "mentions.parquet").is_file()
    assert json.loads(Path("out", "manifest.json").read_text())["configuration"] == {
        "model": "de_presse_md",
        "formats": ["csv", "parquet"],
        "max_chars": 10,
    }


def test_an_earlier_result_is_replaced(call: Call) -> None:
    assert call("extract", "in", "--output", "out").exit_code == 0
    assert call("extract", "in/b.txt", "--output", "out").exit_code == 0
    assert read_tables("out")["documents"]["doc_id"].tolist() == ["b"]


def test_evaluate_with_and_without_predictions(call: Call) -> None:
    Path("gold").mkdir()
    Path("gold", "a.ann").write_text(
        '#DOC {"id": "a", "published": null}\n'
        '+body|am 3. Mai <DATE v="2021">2021</DATE> in <CITY>Fulda</CITY>\n'
    )
    Path("in", "a.txt").write_text("am 3. Mai 2021 in Fulda")
    direct = call("evaluate", "gold", "--errors", "2", "--json", "report.json")
    assert direct.exit_code == 0, direct.output
    assert "span/CITY, missed: 1 of 1\n  a:1  Fulda\n      am 3. Mai 2021 in Fulda" in direct.stdout
    figures = json.loads(Path("report.json").read_text())["figures"]
    assert (figures["span/DATE"]["right"], figures["span/DATE"]["spurious"]) == (1, 1)
    call("extract", "in", "--output", "out")
    stored = call("evaluate", "gold", "--errors", "2", "--predictions", "out")
    assert stored.stdout == direct.stdout


def test_clean_writes_texts_and_what_was_dropped(call: Call) -> None:
    Path("in", "c.txt").write_text("Drucken\nStadt baut neue Brücke\n", encoding="utf-8")
    result = call("clean", "in", "--output", "out", "--html")
    assert result.exit_code == 0, result.output
    rows = dict(line.split("\t") for line in result.stdout.splitlines())
    assert (rows["documents"], rows["errors"]) == ("3", "0")
    assert Path("out", "text", "c.txt").read_text(encoding="utf-8") == "Stadt baut neue Brücke\n"
    lines = Path("out", "lines", "c.tsv").read_text(encoding="utf-8").splitlines()
    assert lines[1] == "1\tno\twidget\twidget.buttons\t\tDrucken\t"
    assert "Drucken" in Path("out", "html", "c.html").read_text(encoding="utf-8")
    assert call("clean", "in", "--output", "in").exit_code == 2


def test_learned_lines_are_used_by_clean_and_extract(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "abcd":
        text = f"Perlen der Region\nBrücke {name} wird neu gebaut\n"
        Path("in", f"{name}.txt").write_text(text, encoding="utf-8")
    result = call("learn-boilerplate", "in", "--output", "site.toml")
    assert result.exit_code == 0, result.output
    assert '"Perlen der Region" = 4' in Path("site.toml").read_text(encoding="utf-8")
    Path("in", "e.txt").write_bytes(b"\x89PNG\r\n")
    result = call("clean", "in", "--output", "out", "--boilerplate", "site.toml")
    assert result.exit_code == 1
    assert "a PNG picture" in result.stderr
    assert "Perlen" not in Path("out", "text", "a.txt").read_text(encoding="utf-8")
    seen: list[Config] = []

    def load(config: Config) -> fake_extractor.FakeExtractor:
        seen.append(config)
        return fake_extractor.load(config)

    monkeypatch.setattr(presselese.run.worker, "load_extractor", load)
    call("extract", "in", "--output", "tables", "--boilerplate", "site.toml")
    assert seen[0].boilerplate == Path("site.toml")
    assert call("clean", "in", "-o", "x", "--boilerplate", "nowhere.toml").exit_code == 2


def test_an_unfinished_run_is_named_and_resumed(call: Call) -> None:
    for number in range(40):
        Path("in", f"n{number:02}.txt").write_text(f"Ort {number}", encoding="utf-8")
    command = ("extract", "in", "--output", "out", "--shard-size", "16")
    call(*command, "--keep-shards")
    state = Path("out", ".presselese-run", "run.json")
    state.write_text(state.read_text().replace("true", "false"))  # as if it had been killed
    result = call(*command)
    assert result.exit_code == 2
    assert "unfinished run (3 shards done); go on with --resume" in result.stderr
    result = call(*command, "--resume")
    assert result.exit_code == 0, result.output
    rows = dict(line.split("\t") for line in result.stdout.splitlines())
    assert rows["documents"] == rows["resumed"] == "42"
    assert "resumed" not in call(*command, "--no-resume").stdout


def test_version_and_help(call: Call) -> None:
    assert call("--version").stdout.startswith("presselese 0.")
    for arguments in (
        ["--help"],
        ["extract", "-h"],
        ["evaluate", "--help"],
        ["clean", "-h"],
        ["learn-boilerplate", "-h"],
    ):
        assert "Usage" in call(*arguments).stdout


def test_help_is_quick_because_nothing_heavy_is_imported() -> None:
    code = (
        "import sys, presselese.cli; print(sorted({'spacy', 'pandas', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_interrupt_is_130_and_leaves_nothing(tmp_path: Path, workers: str) -> None:
    (tmp_path / "in").mkdir()
    for number in range(40):
        (tmp_path / "in" / f"{number}.txt").write_text("SLOW")
    program = (
        "import signal\n"
        "import presselese.run.worker; from presselese.cli import main; from tests import fake_extractor\n"
        "presselese.run.worker.load_extractor = fake_extractor.load\n"
        "if __name__ == '__main__':\n"
        # a shell lets what it runs in the background ignore interrupts, and so its tests
        "    signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "    main()"
    )
    (tmp_path / "program.py").write_text(program)
    process = subprocess.Popen(
        [sys.executable, "program.py", "extract", "in", "--output", "out", "--workers", workers],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while not (tmp_path / "out").exists() and process.poll() is None:
        time.sleep(0.02)
    time.sleep(1)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does it: to the workers too
    _, stderr = process.communicate(timeout=20)
    assert process.returncode == 130
    assert stderr == "presselese: interrupted; nothing was written\n"
    assert not (tmp_path / "out").exists()
