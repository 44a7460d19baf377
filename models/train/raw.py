"""Articles of Wikinews without those that are held out to test on."""

from __future__ import annotations

import json
import re
from pathlib import Path

from texts import read_checked  # type: ignore[import-not-found]

_ARTICLES = "wikinews/wikinews_de_1000.jsonl"
_PROBE = 40


def articles(raw: Path, held_out: list[Path]) -> list[str]:
    """Read the articles of `raw` that are in none of the folders `held_out`.

    An article is known again by the first letters of any of its lines.
    """
    probes = set()
    for folder in held_out:
        for path in sorted(folder.glob("*.ann")):
            for line in path.read_text("utf-8").splitlines():
                if line.startswith("+"):
                    letters = _letters(re.sub(r"<[^>]*>", "", line.split("|", 1)[1]))
                    if len(letters) >= _PROBE:
                        probes.add(letters[:_PROBE])
    out = []
    for line in read_checked(raw, _ARTICLES).decode().splitlines():
        article = json.loads(line)
        title = re.sub(r"^\d+ - | \(\d{4}-\d\d-\d\d\)$", "", article["title"])
        lines = [title, *(part.strip() for part in article["text"].split("\n"))]
        if not any(_letters(part)[:_PROBE] in probes for part in lines):
            out.append("\n".join(part for part in lines if part))
    return out


def _letters(text: str) -> str:
    return re.sub(r"&\w+;|\W+", "", text)
