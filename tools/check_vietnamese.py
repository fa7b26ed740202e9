#!/usr/bin/env python3
"""Every Error made in src/ speaks Vietnamese too: `message_vi` stands wherever `message` does.

Looks at each `Error{…}` outside tests. Files that fall short stand in vietnamese_ratchet.txt with
their number; it may only shrink.
"""
import re
import sys

from tree_files import ROOT, name_of, read_ratchet, source_files

START = re.compile(r"\bError\s*\{")
STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"')


def body_of(text, start):
    """The text between the brace at `start` and its partner, strings emptied."""
    depth, place, out = 0, start, []
    while place < len(text):
        letter = text[place]
        if letter == '"':
            match = STRING.match(text, place)
            if match:
                out.append('""')
                place = match.end()
                continue
        if letter in "{([":
            depth += 1
        elif letter in "})]":
            depth -= 1
            if depth == 0:
                return "".join(out)
        out.append(letter)
        place += 1
    return "".join(out)


def arguments(body):
    """The parts of a braced list that stand between its outermost commas."""
    parts, depth, part = [], 0, ""
    for letter in body[1:]:
        if letter in "{([":
            depth += 1
        elif letter in "})]":
            depth -= 1
        if letter == "," and depth == 0:
            parts.append(part)
            part = ""
        else:
            part += letter
    if part.strip():
        parts.append(part)
    return parts


def silent_errors(text):
    """Lines of errors that speak English only."""
    for match in START.finditer(text):
        before = text[max(0, match.start() - 40):match.start()]
        if re.search(r"(struct|class)\s+$", before):
            continue
        parts = arguments(body_of(text, match.end() - 1))
        named = {found.group(1) for part in parts
                 for found in [re.match(r"\s*\.(\w+)\s*=", part)] if found}
        speaks = "message_vi" in named if named else len(parts) >= 3
        says = "message" in named if named else len(parts) >= 2
        if says and not speaks:
            yield text.count("\n", 0, match.start()) + 1


def problems():
    ratchet = read_ratchet(ROOT / "tools/vietnamese_ratchet.txt")
    seen = set()
    for path in source_files():
        name = name_of(path)
        if not name.startswith("src/") or name.endswith(("_test.cpp", "_fuzz.cpp")):
            continue
        lines = list(silent_errors(path.read_text(encoding="utf-8")))
        held = ratchet.get(name, 0)
        seen.add(name)
        if len(lines) > held:
            for line in lines:
                yield f"{name}:{line}: an Error without message_vi"
        elif len(lines) < held:
            yield f"{name}: {len(lines)} left; lower its {held} in tools/vietnamese_ratchet.txt"
    for name in sorted(set(ratchet) - seen):
        yield f"{name}: gone; drop it from tools/vietnamese_ratchet.txt"


def main():
    found = list(problems())
    for problem in found:
        print(problem)
    print(f"vietnamese: {len(found)} problems")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
