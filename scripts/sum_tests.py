"""Sum up the reports that the pytest runs of .ci/run left in .build: `N passed, N failed`."""

from run_tests import REPORTS, Count, read

if __name__ == "__main__":
    count = sum((read(report) for report in sorted(REPORTS.glob("*.xml"))), Count())
    skipped = f", {count.skipped} skipped" if count.skipped else ""
    print(f"{count.passed} passed, {count.failed} failed{skipped}")
