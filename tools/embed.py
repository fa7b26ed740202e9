#!/usr/bin/env python3
"""Turns folders of files into one blob and the C++ source that takes it into the program.

usage: embed.py OUT_DIR NAME=FOLDER...

Writes OUT_DIR/shipped.bin, the bytes of all files one after another, and OUT_DIR/shipped.cpp, which
includes the blob and lists each file as NAME/path with its place in it. A folder that is not there
counts as empty; files and folders whose name begins with a dot are left out. The order is that of
the paths, so the same tree gives the same program.
"""
import pathlib
import sys


def files_below(folder: pathlib.Path):
    if not folder.is_dir():
        return
    for path in sorted(folder.rglob("*"), key=lambda p: p.relative_to(folder).as_posix()):
        inner = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") for part in inner.parts):
            yield inner.as_posix(), path.read_bytes()


def write_if_changed(path: pathlib.Path, content: bytes) -> None:
    if not path.exists() or path.read_bytes() != content:
        path.write_bytes(content)


def main() -> None:
    out = pathlib.Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    blob = bytearray()
    rows = []
    for argument in sys.argv[2:]:
        name, folder = argument.split("=", 1)
        for inner, content in files_below(pathlib.Path(folder)):
            path = f"{name}/{inner}"
            if any(c in path for c in '"\\\n'):
                sys.exit(f"embed.py: a file name that C++ cannot quote: {path!r}")
            rows.append(f'    {{"{path}", {len(blob)}, {len(content)}}},\n')
            blob += content
    blob_path = (out / "shipped.bin").resolve()
    write_if_changed(blob_path, bytes(blob) + b"\0")
    source = f"""// Made by tools/embed.py; {len(blob)} bytes, {hash_of(blob)}.
#include "platform/content/shipped.h"

asm(".section .rodata\\n"
    ".balign 16\\n"
    ".hidden tram_shipped_bytes\\n"
    ".global tram_shipped_bytes\\n"
    "tram_shipped_bytes:\\n"
    ".incbin \\"{blob_path}\\"\\n"
    ".previous\\n");

namespace tram::content {{
namespace {{
constexpr ShippedFile kFiles[] = {{
{''.join(rows)}    {{"", 0, 0}},
}};
}}
std::span<const ShippedFile> ShippedFiles() {{ return {{kFiles, {len(rows)}}}; }}
}}  // namespace tram::content
"""
    write_if_changed(out / "shipped.cpp", source.encode())


def hash_of(blob: bytes) -> str:
    import hashlib

    return hashlib.blake2b(bytes(blob), digest_size=16).hexdigest()


if __name__ == "__main__":
    main()
