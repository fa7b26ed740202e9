#!/usr/bin/env python3
"""The layer check must find every violation of the planted tree, and nothing else.

The tree is copied first, so that the check is seen to judge the tree it is given, wherever it lies.
"""
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
CHECK = HERE.parent.parent / "tools/check_layers.py"


def main():
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(HERE / "planted", tree)
        run = subprocess.run([sys.executable, CHECK, tree], capture_output=True, text=True)
    expected = (HERE / "planted/expected.txt").read_text()
    if run.returncode != 1 or run.stdout != expected:
        print(f"ended with {run.returncode}, printed:\n{run.stdout}{run.stderr}\nexpected 1 and:\n{expected}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
