import doctest
import subprocess
import sys
from pathlib import Path

import bracketcore

README = Path(__file__).parents[1] / "README.md"


def test_the_readme_is_true():
    failed, tried = doctest.testfile(str(README), module_relative=False)

    assert failed == 0
    assert tried > 10


def test_every_public_name_is_there():
    assert [name for name in bracketcore.__all__ if not hasattr(bracketcore, name)] == []


def test_the_package_stands_on_the_standard_library_alone():
    code = (
        "import sys; before = set(sys.modules); import bracketcore; "
        "new = {name.partition('.')[0] for name in set(sys.modules) - before}; "
        "print(new - sys.stdlib_module_names)"
    )

    done = subprocess.run(
        [sys.executable, "-S", "-c", code],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={"PYTHONPATH": str(Path(bracketcore.__file__).parents[1])},
    )

    assert done.stdout == "{'bracketcore'}\n"
