"""The R4 4.0.1 definitions as the package holds them, without what it took from later versions.

The package's R4 files carry elements and codes of R5 and of the package's own server.
r4_corrections.json takes them back; tests/definitions/compare_definitions.py holds the outcome
against the files that HL7 publishes.
"""

import json
import pathlib

CORRECTIONS = json.loads((pathlib.Path(__file__).parent / "r4_corrections.json").read_text())


def load(package):
    """All definitions: structures, search parameters, compartments, value sets, code systems."""
    folder = pathlib.Path(package) / "dist" / "fhir" / "r4"
    found = []
    for name in [
        "profiles-types.json",
        "profiles-resources.json",
        "search-parameters.json",
        "valuesets.json",
        "v2-tables.json",
        "v3-codesystems.json",
    ]:
        bundle = json.loads((folder / name).read_text(encoding="utf-8"))
        found += [entry["resource"] for entry in bundle["entry"]]
    return correct(found)


def correct(definitions):
    kept = [d for d in definitions if d.get("url") not in CORRECTIONS["removed_definitions"]]
    for definition in kept:
        if definition["resourceType"] == "StructureDefinition":
            correct_elements(definition["snapshot"]["element"])
        if definition["resourceType"] == "CodeSystem":
            removed = CORRECTIONS["removed_codes"].get(definition["url"], [])
            if removed:
                remove_codes(definition, removed)
    return kept


def correct_elements(nodes):
    removed = CORRECTIONS["removed_elements"]
    nodes[:] = [
        node
        for node in nodes
        if not any(node["path"] == p or node["path"].startswith(p + ".") for p in removed)
    ]
    for restored in CORRECTIONS["restored_elements"]:
        after = restored.get("after")
        node = {"base": {"path": restored["path"]}, **restored}
        for place, present in enumerate(nodes):
            if present["path"] == restored["path"]:
                nodes[place] = node
                break
            if present["path"] == after:
                nodes.insert(place + 1, node)
                break


def remove_codes(node, codes):
    node["concept"] = [c for c in node.get("concept", []) if c["code"] not in codes]
    for concept in node["concept"]:
        remove_codes(concept, codes)


def of_type(definitions, resource_type):
    return [d for d in definitions if d["resourceType"] == resource_type]
