"""Renew the translations of the engine's texts, or begin a language: `messages.py [LANGUAGE …]`."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENGINE = ROOT / "packages/django-tournament-engine/src/tournament_engine"
LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z][A-Za-z]{1,3})?")
#: What differs from one run or one machine to another, or names a person.
PASSING = re.compile(
    r'^"(?:Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team)'
    r":.*\n",
    re.MULTILINE,
)
# What a text was like that resembles a new one: of no use once that is translated.
RESEMBLING = re.compile(r"^#\| .*\n", re.MULTILINE)


def main(languages: list[str]) -> int:
    """Gather the texts, clean the headers, compile; the closing line says what is open."""
    if shutil.which("msgmerge") is None:
        print("messages: FAILED: install GNU gettext, which gathers and compiles the texts.")
        return 1
    if wrong := [language for language in languages if not LANGUAGE.fullmatch(language)]:
        print(f"messages: FAILED: {wrong[0]} is no language: write it as pt_BR.")
        return 1
    known = {path.parts[-3] for path in ENGINE.glob("locale/*/LC_MESSAGES/django.po")}
    wanted = sorted(known | set(languages))
    options = [f"--locale={language}" for language in wanted]
    django("makemessages", *options, "--add-location=file", "--no-obsolete", "--no-wrap")
    for language in wanted:
        clean(ENGINE / "locale" / language / "LC_MESSAGES" / "django.po", language)
    django("compilemessages", *options)
    print(f"messages: {', '.join(wanted)} hold every text; translate what is empty or fuzzy.")
    return 0


def django(*command: str) -> None:
    """Run one of Django's commands in the engine's folder: it looks there for a locale folder."""
    subprocess.run([sys.executable, "-m", "django", *command], check=True, cwd=ENGINE)


def clean(catalogue: Path, language: str) -> None:
    """Leave in the header what is true of the catalogue on every machine."""
    text = RESEMBLING.sub("", PASSING.sub("", catalogue.read_text(encoding="utf-8")))
    # The placeholders of a new catalogue, with the comments above them.
    text = text[text.index('msgid ""') :]
    text = text.replace("PACKAGE VERSION", "django-tournament-engine", 1)
    catalogue.write_text(text.replace('"Language: \\n', f'"Language: {language}\\n', 1), "utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
