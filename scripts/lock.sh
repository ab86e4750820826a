#!/bin/sh
# Renew requirements/*.txt: one resolution for all, so that the files agree, with hashes for Python 3.11 and later.
set -eu
cd "$(dirname "$0")/.."
uv=$1
mkdir -p .build

compile() {
    "$uv" pip compile --quiet --no-config --universal --python-version 3.11 --upgrade \
        --no-strip-extras --no-emit-index-url --no-emit-find-links --no-annotate --no-header "$@"
}

compile --output-file .build/every.txt requirements/*.in
for source in requirements/*.in; do
    # The matrix pairs pytest.in with every Django, so it has no lock of its own.
    [ "$source" = requirements/pytest.in ] && continue
    lock=${source%.in}.txt
    compile --generate-hashes --constraint .build/every.txt --output-file "$lock" "$source"
done
