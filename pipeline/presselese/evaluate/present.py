"""A verdict or a list of changes in the forms others read: Markdown, JUnit XML, annotations."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from presselese.evaluate.changes import LOSSES, MEANING, Change
from presselese.evaluate.gate import Fall, Verdict, fall_text

# What XML 1.0 cannot hold, even escaped (section 2.2 of its specification).
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def verdict_text(verdict: Verdict) -> str:
    """Say in one line how a run stands against its gate."""
    counts = f"{len(verdict.gains)} gains, {len(verdict.losses)} losses"
    if verdict.passed:
        return f"gate passed: {len(verdict.floors)} floors held; {counts}"
    return f"gate FAILED: {len(verdict.falls) + len(verdict.problems)} reasons; {counts}"


def reasons(verdict: Verdict) -> list[str]:
    """Say why a gate fails; nothing where it passes."""
    return [*verdict.problems, *map(fall_text, verdict.falls)]


def markdown(verdict: Verdict) -> str:
    """Return a verdict as Markdown for a pull request: figures, losses, gains with sentences."""
    falls: dict[str, Fall] = {fall.figure: fall for fall in verdict.falls}
    lines = [f"## Accuracy: {verdict_text(verdict)}", ""]
    if found := reasons(verdict):
        lines += [*(f"- {_escaped(reason)}" for reason in found), ""]
    lines += ["| figure | now | 95 % | accepted | floor | |", "|---|---|---|---|---|---|"]
    for name, value in verdict.figures.items():
        floor = verdict.floors.get(name)
        span = "" if value.low is None else f"{value.low:.3f}–{value.high:.3f}"
        accepted, lowest = (f"{floor.accepted:.3f}", f"{floor.floor}") if floor else ("–", "–")
        mark = "**under its floor**" if name in falls else ""
        lines.append(f"| {name} | {value.value:.3f} | {span} | {accepted} | {lowest} | {mark} |")
    return "\n".join([*lines, "", changes_markdown(verdict.changes)]).rstrip() + "\n"


def changes_markdown(changes: Sequence[Change]) -> str:
    """Return changes as Markdown lists, a section for each kind; they come in their order."""
    if not changes:
        return "No mention, value, tie or line changed.\n"
    lines: list[str] = []
    for kind, group in groupby(changes, key=lambda change: change.kind):
        members = list(group)
        lines += [f"### {kind} ({len(members)}): {MEANING[kind]}", ""]
        for change in members:
            parts = (change.figure, _place(change), change.item)
            lines.append("- {} · {} · **{}**".format(*map(_escaped, parts)))
            if change.sentence:
                lines.append(f"  > {_escaped(change.sentence)}")
        lines.append("")
    return "\n".join(lines)


def plain(changes: Sequence[Change], limit: int | None = None) -> Iterator[str]:
    """Yield changes as lines for a terminal, at most `limit` of each kind."""
    for kind, group in groupby(changes, key=lambda change: change.kind):
        members = list(group)
        shown = members[:limit]
        cut = f", the first {len(shown)}" if len(shown) < len(members) else ""
        yield f"{kind} ({len(members)}{cut}): {MEANING[kind]}"
        for change in shown:
            yield f"  {change.figure}  {_place(change)}  {change.item}"
            if change.sentence:
                yield f"      {change.sentence}"


def junit(verdict: Verdict) -> str:
    """Return a verdict as JUnit XML: a test case for each floor and one for what is pinned."""
    suite = ET.Element(
        "testsuite",
        name="presselese accuracy gate",
        tests=str(len(verdict.floors) + 1),
        failures=str(len(verdict.falls) + bool(verdict.problems)),
        errors="0",
    )
    falls = {fall.figure: fall for fall in verdict.falls}
    pinned = ET.SubElement(suite, "testcase", classname="gate", name="gold and guideline")
    if verdict.problems:
        ET.SubElement(pinned, "failure", message=_xml("; ".join(verdict.problems)))
    for name in verdict.floors:
        case = ET.SubElement(suite, "testcase", classname="gate", name=name)
        if name in falls:
            failure = ET.SubElement(case, "failure", message=_xml(fall_text(falls[name])))
            lost = [change for change in verdict.losses if change.figure == name]
            failure.text = _xml("\n".join(plain(lost)))
    ET.indent(suite)
    text: str = ET.tostring(suite, encoding="unicode", xml_declaration=False)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def github_lines(verdict: Verdict, files: Mapping[str, Path]) -> Iterator[str]:
    """Yield GitHub workflow commands: an error for each reason, then one for each loss.

    Losses are errors where the gate fails and warnings where it passes. `files` maps a document
    to its annotated file, whose lines are those of the text plus the one on top.
    """
    for reason in reasons(verdict):
        yield f"::error title=accuracy gate::{_command(reason)}"
    level = "warning" if verdict.passed else "error"
    for change in verdict.changes:
        if change.kind not in LOSSES:
            continue
        file = files.get(change.doc_id)
        where = f"file={_property(file.as_posix())},line={change.line + 1}," if file else ""
        title = _property(f"{change.figure} {change.kind}")
        says = f"{change.item}: {change.sentence}" if change.sentence else change.item
        yield f"::{level} {where}title={title}::{_command(says)}"


def _place(change: Change) -> str:
    return f"{change.doc_id}:{change.line}" if change.line else change.doc_id


def _escaped(text: str) -> str:
    """Keep Markdown and HTML from reading marks in the text as theirs."""
    flat = " ".join(text.split())
    return re.sub(r"([\\`*_{}\[\]<>|#~])", r"\\\1", flat)


def _xml(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)


def _command(text: str) -> str:
    """Escape the message of a workflow command, as GitHub's toolkit does (`core/command.ts`)."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _command(text).replace(":", "%3A").replace(",", "%2C")
