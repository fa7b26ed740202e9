#!/usr/bin/env python3
"""Runs the public FHIRPath tests through `tram fhirpath --batch` and compares the answers.

fhirpath_failures.tsv lists the tests that are expected to fail, each with its reason. The list may
only shrink: a listed test that passes fails the run until its line is struck off. Exit 77 (skipped)
where the tests are not at hand.

Usage: fhirpath.py TRAM [TESTS.ndjson]
"""
import json
import pathlib
import subprocess
import sys
from decimal import Decimal

HERE = pathlib.Path(__file__).resolve().parent
TESTS = HERE.parents[2] / "shared/conformance/fhirpath/given.ndjson"
FAMILIES = {
    "string": "string code id uri url canonical markdown uuid oid base64binary xhtml",
    "number": "integer decimal positiveint unsignedint",
    "moment": "datetime instant",
    "quantity": "quantity age duration distance count simplequantity",
}
FAMILY_OF = {name: family for family, names in FAMILIES.items() for name in names.split()}


def family(type_name):
    bare = type_name.split(".")[-1].lower()
    return FAMILY_OF.get(bare, bare)


def same_value(wanted, got):
    if isinstance(wanted, dict) and "unit" in wanted:
        return (isinstance(got, dict) and Decimal(wanted["value"]) == Decimal(got["value"])
                and wanted["unit"] in (got.get("unit"), got.get("code")))
    if isinstance(wanted, bool) or isinstance(got, bool):
        return wanted is got
    if isinstance(wanted, (int, Decimal)) and isinstance(got, (int, Decimal)):
        return Decimal(wanted) == Decimal(got)
    return wanted == got


def same_item(wanted, got):
    types = wanted.get("untyped") or family(wanted["type"]) == family(got["type"])
    return types and same_value(wanted["value"], got["value"])


def same_items(wanted, got, ordered):
    if len(wanted) != len(got):
        return False
    if ordered:
        return all(same_item(a, b) for a, b in zip(wanted, got))
    rest = list(got)
    for item in wanted:
        found = next((i for i, other in enumerate(rest) if same_item(item, other)), None)
        if found is None:
            return False
        rest.pop(found)
    return True


def passes(test, answer):
    if "error" in answer:
        return bool(test.get("error"))
    accepted = [test[key] for key in ("expected", "or") if key in test]
    return any(same_items(items, answer["result"], test.get("ordered", True)) for items in accepted)


def read_failures():
    failures = {}
    for line in (HERE / "fhirpath_failures.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, reason = line.split("\t", 1)
            failures[name] = reason
    return failures


def main():
    tram = sys.argv[1]
    path = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else TESTS
    if not path.exists():
        print(f"skipped: the public FHIRPath tests are not at {path}")
        return 77
    tests = [json.loads(line, parse_float=Decimal) for line in open(path, encoding="utf-8")]
    run = subprocess.run([tram, "fhirpath", "--batch", str(path)], capture_output=True, check=True)
    answers = [json.loads(line, parse_float=Decimal) for line in run.stdout.splitlines()]
    failures = read_failures()
    problems = []
    passed = 0
    if [answer.get("id") for answer in answers] != [test["id"] for test in tests]:
        problems.append("the answers are not one a test, in the order of the tests")
    for test, answer in zip(tests, answers):
        good = passes(test, answer)
        passed += good
        if good and test["id"] in failures:
            problems.append(f"{test['id']} passes: strike it off fhirpath_failures.tsv")
        elif not good and test["id"] not in failures:
            wanted = test.get("expected", "an error")
            problems.append(f"{test['id']}: {test['expression']}\n    wanted "
                            f"{json.dumps(wanted, default=str)}\n    got    "
                            f"{json.dumps(answer, default=str)}")
    for problem in problems:
        print(problem)
    print(f"fhirpath: {passed} of {len(tests)} pass, {len(failures)} known failures, "
          f"{len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
