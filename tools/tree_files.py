"""The files of the project that the checks of tools/ look at."""
import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCES = {".cpp", ".h", ".py", ".sh", ".cmake", ".ts", ".tsx", ".js", ".mjs", ".css", ".sql"}
LEFT_OUT = {"node_modules", "dist", ".git"}


def all_files():
    """Every file under version control or new beside it; without git, every file of the tree."""
    try:
        listed = subprocess.run(
            ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            capture_output=True, check=True).stdout.decode().split("\0")
        paths = [ROOT / name for name in listed if name]
    except (OSError, subprocess.CalledProcessError):
        paths = [path for path in ROOT.rglob("*")
                 if not (set(path.relative_to(ROOT).parts) & LEFT_OUT)
                 and not path.relative_to(ROOT).parts[0].startswith(("build", "data"))]
    return sorted(path for path in set(paths) if path.is_file())


def source_files():
    return [path for path in all_files() if path.suffix in SOURCES]


def name_of(path):
    return path.relative_to(ROOT).as_posix()


def read_ratchet(path):
    """Lines `name number`; # starts a comment."""
    rows = {}
    for line in path.read_text().splitlines():
        line = line.split("#")[0].strip()
        if line:
            name, number = line.rsplit(None, 1)
            rows[name] = int(number)
    return rows
