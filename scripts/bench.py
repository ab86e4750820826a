"""Run every package's benchmarks; one line closes it: `bench.py`."""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Run each `benchmarks/run.py`, which prints its own table."""
    start = time.monotonic()
    runs = sorted(ROOT.glob("packages/*/benchmarks/run.py"))
    failed = [
        path for path in runs if subprocess.run([sys.executable, path], check=False).returncode
    ]
    good = bool(runs) and not failed
    verdict = f"{len(runs) - len(failed)} of {len(runs)} benchmark programs ran"
    seconds = time.monotonic() - start
    print(f"make bench: {'' if good else 'FAILED: '}{verdict} in {seconds:.0f} s")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
