#!/usr/bin/env python3
"""Holds every #include "…" of src/ against the order of the layers and the DEPENDS of its module.

    app > api > exchange > insight > care > record > fhir > platform > base

A file may include its own module, and what its CMakeLists.txt names in DEPENDS. DEPENDS may name
lower layers, and the same layer as long as no circle forms. A *_test.cpp may use all of its own
layer and below, since a layer's tests are one program. No header may include itself in the end.

    check_layers.py [ROOT]     prints each violation; ends with 1 when there is one
"""
import re
import sys
from pathlib import Path

LAYERS = ["base", "platform", "fhir", "record", "care", "insight", "exchange", "api", "app"]
INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.M)
MODULE = re.compile(r"tram_module\(\s*([^\s)]+)([^)]*)\)", re.S)


def read_modules(src):
    """Module folder -> the folders it depends on."""
    modules = {}
    for path in sorted(src.rglob("CMakeLists.txt")):
        for folder, rest in MODULE.findall(path.read_text()):
            words = rest.split()
            depends = []
            if "DEPENDS" in words:
                for word in words[words.index("DEPENDS") + 1:]:
                    if word == "LINK":
                        break
                    depends.append(word)
            modules[folder] = depends
    return modules


def module_of(path, modules):
    """The innermost module that holds a path given from src/; its layer when none does."""
    folders = [str(parent) for parent in Path(path).parents][:-1]
    return next((folder for folder in folders if folder in modules), folders[-1])


def layer_of(folder):
    return folder.split("/")[0]


def rank(folder):
    return LAYERS.index(layer_of(folder)) if layer_of(folder) in LAYERS else -1


def find_circle(edges):
    """The first circle of a directed graph {node: [nodes]} as a list, or None."""
    done = set()
    for start in sorted(edges):
        if start in done:
            continue
        trail, on_trail = [], set()
        work = [(start, iter(edges.get(start, [])))]
        trail.append(start)
        on_trail.add(start)
        while work:
            node, following = work[-1]
            step = next(following, None)
            if step is None:
                work.pop()
                trail.pop()
                on_trail.discard(node)
                done.add(node)
            elif step in on_trail:
                return trail[trail.index(step):] + [step]
            elif step not in done:
                work.append((step, iter(edges.get(step, []))))
                trail.append(step)
                on_trail.add(step)
    return None


def check_depends(modules):
    for folder, depends in modules.items():
        if rank(folder) < 0:
            yield f"src/{folder}: '{layer_of(folder)}' is not a layer"
            continue
        for dependency in depends:
            if dependency not in modules:
                yield f"src/{folder}: DEPENDS on {dependency}, which is no module"
            elif rank(dependency) > rank(folder):
                yield f"src/{folder}: DEPENDS on {dependency}, which stands above it"
    circle = find_circle(modules)
    if circle:
        yield "modules depend on each other in a circle: " + " > ".join(circle)


def check_file(name, includes, modules):
    own = module_of(name, modules)
    is_test = name.endswith("_test.cpp")
    for include in includes:
        if "/" not in include:
            yield f"src/{name}: includes \"{include}\"; includes start at src/"
            continue
        other = module_of(include, modules)
        if other == own:
            continue
        if rank(other) < 0:
            yield f"src/{name}: includes {include}, which is in no layer"
        elif rank(other) > rank(own):
            yield f"src/{name}: includes {include}, which stands above {own}"
        elif is_test or own not in modules:
            continue
        elif other not in modules[own]:
            yield f"src/{name}: includes {include}, but {own} does not name {other} in DEPENDS"


def check(root):
    src = root / "src"
    modules = read_modules(src)
    if not modules:
        yield f"{src}: no modules found"
    yield from check_depends(modules)
    graph = {}
    for path in sorted(list(src.rglob("*.h")) + list(src.rglob("*.cpp"))):
        name = path.relative_to(src).as_posix()
        graph[name] = INCLUDE.findall(path.read_text(encoding="utf-8"))
        yield from check_file(name, graph[name], modules)
    circle = find_circle(graph)
    if circle:
        yield "files include each other in a circle: " + " > ".join(circle)


def main():
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent
    problems = list(check(root))
    for problem in problems:
        print(problem)
    print(f"layers: {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
