#!/usr/bin/env python3
"""Holds the definitions that tram is built from against those that HL7 publishes as R4 4.0.1.

    compare_definitions.py PACKAGE_DIR HL7_DIR

PACKAGE_DIR is the npm package the tables are made from, HL7_DIR the npm package
hl7.fhir.r4.examples. Leaves with 77 (a skip) when HL7_DIR is missing.
"""

import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "tools" / "definitions"))

import r4  # noqa: E402
import search_parameters  # noqa: E402
import structures  # noqa: E402
import terminology  # noqa: E402

# Parameters of extensions and of profiles are defined in R4 but belong to no resource as such.
NOT_TAKEN = ("-extensions-", "-genetic-", "/example", "/filter")
# HL7's own code system holds white space as codes, spelt differently in the two files.
SPELT_DIFFERENTLY = {
    "http://terminology.hl7.org/CodeSystem/v2-0550",
    "http://terminology.hl7.org/ValueSet/v2-0550",
}


def published(folder):
    found = []
    for path in sorted(pathlib.Path(folder).glob("*.json")):
        definition = json.loads(path.read_text(encoding="utf-8"))
        if definition.get("resourceType") == "StructureDefinition":
            if "snapshot" not in definition:
                continue
        if definition.get("resourceType") == "CompartmentDefinition":
            if definition["id"] == "example":
                continue
        if definition.get("resourceType") == "SearchParameter":
            if any(word in definition["url"] for word in NOT_TAKEN):
                continue
        if "resourceType" in definition:
            found.append(definition)
    return found


def facts(definitions):
    """What the tables will say, as (name, fact) pairs."""
    found = structures.read(definitions)
    for s in found.values():
        yield s.name, (s.kind, s.base, s.backbone, s.abstract, s.pattern)
        yield s.name + " elements", [e.name for e in s.elements]
        for e in s.elements:
            yield e.path + " element", (e.choice, e.min, e.max, e.flags, e.value_set, e.types)
    types = structures.resource_types(found)
    parameters = search_parameters.read(r4.of_type(definitions, "SearchParameter"), found, types)
    for p in parameters:
        yield f"{p.type}?{p.code}", (p.kind, p.url, p.expression, p.components, sorted(p.targets))
    compartments = search_parameters.read_compartments(
        r4.of_type(definitions, "CompartmentDefinition"), parameters
    )
    yield from compartments.items()
    terms = terminology.Terminology(definitions)
    for url, system in terms.systems.items():
        if url not in SPELT_DIFFERENTLY:
            yield url, (system.complete, system.parents)
    for url, expansion in terms.expansions().items():
        if url not in SPELT_DIFFERENTLY:
            yield url, (expansion.codes, expansion.systems, expansion.whole)


def main(package, hl7):
    if not pathlib.Path(hl7).is_dir():
        print(f"skipped: {hl7} is missing; run 'npm ci' in tests/examples")
        return 77
    ours = dict(facts(r4.load(package)))
    theirs = dict(facts(published(hl7)))
    differences = [n for n in {**ours, **theirs} if ours.get(n) != theirs.get(n)]
    for name in differences:
        print(f"{name}\n    tables: {ours.get(name)}\n    HL7:    {theirs.get(name)}")
    print(f"{len(ours)} facts compared, {len(differences)} differ")
    return 1 if differences else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
