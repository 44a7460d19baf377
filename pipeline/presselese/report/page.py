"""The page: data, scripts and styles in one file that asks nothing of any network.

Data stand in script elements that no browser executes; large ones are compressed and unpacked
when a reader wants them. A content security policy allows the page's own two scripts, by their
hashes, and no connection at all: not even a text that got past the escaping could do harm.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import importlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from importlib import resources
from pathlib import Path
from typing import Any

from presselese.errors import OutputError
from presselese.report.accuracy import accuracy
from presselese.report.charts import map_chart, periods, timeline_chart
from presselese.report.documents import PER_CHUNK, chunks, rules
from presselese.report.index import counts, index, on_the_map
from presselese.report.network import WIDTH, network
from presselese.report.result import Result, read_result
from presselese.report.strings import LANGUAGES, filled, load_strings
from presselese.report.texts import Texts

FILE = "report.html"
SCRIPTS = ("base.js", "table.js", "highlight.js", "reader.js", "views.js", "main.js")
PLAIN = 200_000  # characters of JSON that stay readable in the file; more is compressed


@dataclass(frozen=True, slots=True)
class Summary:
    """What was written: the file, documents, and how many of their texts could not be had."""

    path: Path
    documents: int
    without_text: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Block:
    """Data in the page; `packed` tells gzip in Base64 from plain JSON."""

    id: str
    content: str
    packed: bool


def write_report(
    folder: Path,
    output: Path | None = None,
    *,
    texts: Path | None = None,
    gold: Path | None = None,
) -> Summary:
    """Write the report of a finished run; without `output` as `report.html` into its folder.

    `texts` is a folder in which the raw texts are looked for before the place where the run read
    them. `gold` holds annotated releases to score against. Raises TablesError where the folder
    is no result, GoldError where the gold cannot serve, OutputError where the file cannot be
    written or a package of the extra `report` is missing.
    """
    _need("altair", "networkx", "vl_convert", "jinja2")
    if texts is not None and not texts.is_dir():
        raise OutputError(f"{texts}: no such folder; --texts names the folder of the raw texts")
    target = output if output is not None else folder / FILE
    result = read_result(folder)
    finder = Texts(texts)
    found = [finder.find(row) for row in result.tables["documents"]]
    gone = sum(text.state in {"missing", "changed", "stdin"} for text in found)
    knowledge = index(result, found)
    scores = accuracy(result, gold) if gold is not None else None
    spans = periods(result)
    charts = {
        "map": map_chart(on_the_map(knowledge["cities"])),
        "timeline": timeline_chart({key: spans[key] for key in ("published", "named")}),
    }
    blocks = [
        _block("index", {**knowledge, "periods": spans, "perChunk": PER_CHUNK}),
        _block("rules", rules(result)),
        _block("charts", charts),
        _block("accuracy", scores),
        *(_block(f"chunk-{n}", chunk) for n, chunk in enumerate(chunks(result, found))),
    ]
    page = _render(
        result,
        blocks,
        periods=spans,
        scored=scores is not None,
        without_text=gone,
    )
    data = page.encode("utf-8")
    _write(target, data)
    return Summary(target, len(found), gone, len(data))


def _need(*packages: str) -> None:
    for package in packages:
        try:
            importlib.import_module(package)
        except ImportError as error:
            raise OutputError(
                f"the report needs the package {package}: pip install 'presselese[report]'"
            ) from error


def _render(result: Result, blocks: list[Block], **values: Any) -> str:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 -- see _need

    environment = Environment(
        loader=PackageLoader("presselese.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    words = load_strings()
    script = "\n".join(_asset(name) for name in SCRIPTS)
    vega = _in_script(_vega())
    return environment.get_template("report.html.j2").render(
        # German stands in the page, so that it can be read and printed without its script
        t=words["de"],
        say=partial(filled, words["de"]),
        strings=_json({language: words[language] for language in LANGUAGES}),
        policy=_policy(script, vega),
        style=_asset("report.css"),
        script=script,
        vega=vega,
        blocks=blocks,
        result=result,
        counts=counts(result),
        network=network(result),
        width=WIDTH,
        **values,
        notices=list(_notices(result)),
    )


def _notices(result: Result) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what a reader must know before trusting the tables: key of the words, their values."""
    documents = result.tables["documents"]
    failed = sum(row["status"] == "error" for row in documents)
    empty = sum(row["status"] == "empty" for row in documents)
    undated = sum(row["status"] == "ok" and row["published_on"] is None for row in documents)
    for key, number in (("failed", failed), ("empty", empty), ("undated", undated)):
        if number:
            yield key, {"n": number}
    if result.changed:
        yield "changed", {"files": ", ".join(result.changed)}
    for message in result.manifest.get("warnings", ()):
        yield "warning", {"message": str(message)}


@cache
def _vega() -> str:
    """Return Vega, Vega-Lite and vega-embed as one script that sets `vegaEmbed`."""
    import altair  # noqa: PLC0415 -- comes with the extra `report`

    # the Vega-Lite that Altair writes for: "v6.1.0" is 6.1 there
    version = altair.SCHEMA_VERSION.removeprefix("v").rpartition(".")[0]
    bundle: str = importlib.import_module("vl_convert").javascript_bundle(
        "window.vegaEmbed = vegaEmbed;", version
    )
    # a module by birth: its names must not meet those of the page
    return "(() => {\n" + bundle.replace("\r\n", "\n").replace("\r", "\n") + "\n})();"


def _asset(name: str) -> str:
    source = resources.files("presselese.report").joinpath("templates", name)
    return _in_script(source.read_text(encoding="utf-8"))


def _in_script(text: str) -> str:
    """Make a script or style safe inside its element: nothing in it may end it."""
    return text.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _policy(*scripts: str) -> str:
    digests = (hashlib.sha256(script.encode("utf-8")).digest() for script in scripts)
    hashes = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    # Vega compiles the expressions of a chart, hence unsafe-eval; the charts are ours.
    return (
        f"default-src 'none'; script-src {hashes} 'unsafe-eval'; style-src 'unsafe-inline'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _block(name: str, value: Any) -> Block:
    text = _json(value)
    if len(text) <= PLAIN:
        return Block(name, text, packed=False)
    packed = gzip.compress(text.encode("utf-8"), compresslevel=9, mtime=0)
    return Block(name, base64.b64encode(packed).decode("ascii"), packed=True)


def _json(value: Any) -> str:
    """Write JSON that may stand in a script element: no `<` can end it or open a comment."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in ("<", ">", "&", "\u2028", "\u2029"):
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _write(path: Path, data: bytes) -> None:
    """Write the file whole or not at all."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        unfinished.write_bytes(data)
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise OutputError(
            f"{path}: cannot be written: {error.strerror or error}; name a file with --output"
        ) from error
