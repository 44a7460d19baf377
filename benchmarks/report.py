"""Size and time of the HTML report of many documents: the sample releases under new names.

    python benchmarks/report.py --documents 2000

Prints the bytes of `report.html`, the processor time of writing it, and the peak memory of the
process, which has extracted the documents before.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

from presselese.config import Config
from presselese.read import find_inputs
from presselese.report import write_report
from presselese.run import run

RAW = Path(__file__).parents[1] / "corpus" / "raw"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--documents", type=int, default=2000)
    count = parser.parse_args().documents
    texts = [path.read_bytes() for path in sorted(RAW.glob("*.txt"))]
    with tempfile.TemporaryDirectory() as name:
        pages, output = Path(name, "pages"), Path(name, "run")
        pages.mkdir()
        for number in range(count):
            (pages / f"{number:06}.txt").write_bytes(texts[number % len(texts)])
        run(find_inputs([str(pages)]), output, Config())
        start = time.process_time()
        summary = write_report(output)
        seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{summary.documents} documents: {summary.bytes / 1e6:.1f} MB, {seconds:.1f} s")
    print(f"peak memory, extraction included: {peak:.0f} MB")


if __name__ == "__main__":
    main()
