"""Draw the example of each page on a format: `draw_formats.py [FOLDER]`."""

import doctest
import re
import sys
from pathlib import Path

from bracketcore import Stage
from bracketcore.drawing import svg

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs/reference/formats"
PICTURES = ROOT / "docs/images/formats"
SESSION = re.compile(r"^```pycon\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def example(page: Path) -> Stage:
    """Return the stage that the session of a page ends with."""
    session = "\n".join(SESSION.findall(page.read_text(encoding="utf-8")))
    test = doctest.DocTestParser().get_doctest(session, {}, page.name, str(page), None)
    failed, _ = doctest.DocTestRunner().run(test, clear_globs=False)
    if failed:
        sys.exit(f"draw_formats: the example of {page.name} does not answer so: correct the page.")
    stage = test.globs["stage"]
    if not isinstance(stage, Stage):
        sys.exit(f"draw_formats: the example of {page.name} makes no stage: name one `stage`.")
    return stage


def main(folder: Path = PICTURES) -> None:
    """Write a picture for each page."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = [page for page in sorted(PAGES.glob("*.md")) if page.stem != "index"]
    for page in pages:
        picture = f"{svg(example(page))}\n"
        (folder / f"{page.stem}.svg").write_text(picture, encoding="utf-8")
    print(f"draw_formats: {len(pages)} pictures are in {folder}.")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
