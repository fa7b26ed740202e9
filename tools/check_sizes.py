#!/usr/bin/env python3
"""Refuses source files of more than 800 lines (400 under web/).

Exceptions stand in size_ratchet.txt with the lines they have. The list may only shrink: a file that
grew is refused, and one that became smaller asks for its line to be lowered or dropped.
"""
import sys

from tree_files import ROOT, name_of, read_ratchet, source_files


def problems():
    ratchet = read_ratchet(ROOT / "tools/size_ratchet.txt")
    seen = set()
    for path in source_files():
        name = name_of(path)
        lines = path.read_bytes().count(b"\n")
        most = 400 if name.startswith("web/") else 800
        held = ratchet.get(name)
        if held is not None:
            seen.add(name)
            if lines <= most:
                yield f"{name}: {lines} lines now; drop it from tools/size_ratchet.txt"
            elif lines < held:
                yield f"{name}: {lines} lines now; lower its {held} in tools/size_ratchet.txt"
            elif lines > held:
                yield f"{name}: {lines} lines, was {held}; split it, it may only shrink"
        elif lines > most:
            yield f"{name}: {lines} lines, {most} at most; split it by idea"
    for name in sorted(set(ratchet) - seen):
        yield f"{name}: gone; drop it from tools/size_ratchet.txt"


def main():
    found = list(problems())
    for problem in found:
        print(problem)
    print(f"sizes: {len(found)} problems")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
