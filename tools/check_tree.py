#!/usr/bin/env python3
"""Refuses what the house does not want in any file:

- host names in lock files: a package is found through the registry of whoever installs it;
- type names with an ending that says nothing (Manager and its like);
- the word that marks work put off. `FIXME:` with a clause is what we write.
"""
import re
import sys

from tree_files import all_files, name_of, source_files

LOCK_FILES = {"package-lock.json", "yarn.lock", "pnpm-lock.yaml"}
HOST = re.compile(r'"?resolved"?:?\s*"?https?://')
ENDINGS = "Manager|Helper|Util|Utils|Info|Processor"
TYPE = re.compile(
    r"\b(?:class|struct|enum(?: class)?|union|concept|using|interface|type)\s+"
    rf"(\w*(?:{ENDINGS}))\b(?!\s*::)")
PUT_OFF = re.compile(r"\b" + "TO" + r"DO\b")
TEXTS = {".cpp", ".h", ".py", ".sh", ".cmake", ".ts", ".tsx", ".js", ".mjs", ".css", ".sql", ".md",
         ".yaml", ".yml", ".txt", ".json", ""}


def problems():
    for path in all_files():
        name = name_of(path)
        if path.name in LOCK_FILES:
            for number, line in enumerate(path.read_text().splitlines(), 1):
                if HOST.search(line):
                    yield f"{name}:{number}: a lock file with a host name; set omit-lockfile-registry-resolved"
                    break
        elif path.suffix in TEXTS and path.stat().st_size < 2_000_000:
            text = path.read_text(encoding="utf-8", errors="replace")
            for match in PUT_OFF.finditer(text):
                number = text.count("\n", 0, match.start()) + 1
                yield f"{name}:{number}: work put off; do it, or write FIXME: with the clause"
    for path in source_files():
        text = path.read_text(encoding="utf-8", errors="replace")
        for match in TYPE.finditer(text):
            number = text.count("\n", 0, match.start()) + 1
            yield f"{name_of(path)}:{number}: '{match.group(1)}' says nothing; name what it is"


def main():
    found = list(problems())
    for problem in found:
        print(problem)
    print(f"tree: {len(found)} problems")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
