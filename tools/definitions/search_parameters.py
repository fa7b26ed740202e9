"""Search parameters, one row for each type, and the compartments built from them."""

import re

# In the order of definitions::SearchKind.
KINDS = [
    "number",
    "date",
    "string",
    "token",
    "reference",
    "composite",
    "quantity",
    "uri",
    "special",
]

# Where the R4 file is at fault: (type, code) → (expression, why). Each has its line in
# docs/spec-issues.md.
CORRECTIONS = {
    ("InsurancePlan", "name"): (
        "InsurancePlan.name | InsurancePlan.alias",
        "the file names the elements without their type",
    ),
    ("DeviceUseStatement", "patient"): (
        "DeviceUseStatement.subject.where(resolve() is Patient)",
        "subject may be a group; every other type's `patient` leaves groups out",
    ),
}

COMPONENT_CORRECTIONS = {
    # FHIR writes its own types with a small letter; DateTime would be the System type.
    "value.as(DateTime) | value.as(Period)": "value.as(dateTime) | value.as(Period)",
}


def split_alternatives(expression):
    """Splits at | outside of parentheses and quotes."""
    parts, depth, quoted, start = [], 0, False, 0
    for at, c in enumerate(expression):
        if c == "'":
            quoted = not quoted
        elif not quoted and c == "(":
            depth += 1
        elif not quoted and c == ")":
            depth -= 1
        elif not quoted and c == "|" and depth == 0:
            parts.append(expression[start:at].strip())
            start = at + 1
    parts.append(expression[start:].strip())
    return parts


def cut_down(expression, type_name, bases):
    """The alternatives that speak of `type_name`; those of a base are rewritten to it."""
    kept = []
    for part in split_alternatives(expression):
        match = re.match(r"(\(*)([A-Z]\w*)\b(.*)$", part, re.S)
        if match and match[2] in (type_name, *bases):
            kept.append(match[1] + type_name + match[3])
    return " | ".join(kept)


def targets_at(part, structures):
    """Types that the references at a path may point to; None: any, or not a plain path."""
    narrowed = re.search(r"resolve\(\) is (\w+)", part)
    if narrowed:
        return {narrowed[1]}
    path = re.sub(r"(\.(as|where|ofType)\(| as ).*", "", part.strip("()"), flags=re.S).split(".")
    places = {path[0]}
    targets = []
    for name in path[1:]:
        elements = [e for place in places for e in structures[place].elements if e.name == name]
        types = [t for e in elements for t in e.types]
        places = {behind for _, behind, _ in types}
        targets = [set(names) for code, _, names in types if code == "Reference"]
    return set.union(*targets) if targets and all(targets) else None


def narrow(targets, expression, structures):
    """R4 lists the targets of a parameter for all its bases together: keep what this one allows."""
    found = [targets_at(part, structures) for part in split_alternatives(expression)]
    if None in found:
        return targets
    return [name for name in targets if name in set.union(*found)] or targets


class Parameter:
    def __init__(self, type_name, definition, bases, codes, structures):
        self.type = type_name
        self.code = definition["code"]
        self.kind = KINDS.index(definition["type"])
        self.url = definition["url"]
        expression = definition.get("expression", "")
        correction = CORRECTIONS.get((type_name, self.code))
        if correction:
            self.expression = correction[0]
        else:
            self.expression = cut_down(expression, type_name, bases)
        if expression and not self.expression:
            raise SystemExit(f"{self.url}: no part of the expression speaks of {type_name}")
        self.targets = narrow(definition.get("target", []), self.expression, structures)
        self.components = [
            (codes[c["definition"]], COMPONENT_CORRECTIONS.get(c["expression"], c["expression"]))
            for c in definition.get("component", [])
        ]


def read(definitions, structures, types):
    """Rows of every type and of the abstract ones, sorted by (type, code)."""
    codes = {d["url"]: d["code"] for d in definitions}
    rows = {}
    for name in [*types, "Resource", "DomainResource"]:
        bases = []
        base = structures[name].base
        while base:
            bases.append(base)
            base = structures[base].base
        for definition in definitions:
            if {name, *bases} & set(definition["base"]):
                row = Parameter(name, definition, bases, codes, structures)
                if (name, row.code) in rows:
                    raise SystemExit(f"{name} has two parameters {row.code}")
                rows[name, row.code] = row
    return [rows[key] for key in sorted(rows)]


def read_compartments(definitions, parameters):
    """(compartment, type) → codes of reference parameters."""
    known = {(p.type, p.code) for p in parameters}
    found = {}
    for definition in definitions:
        for resource in definition["resource"]:
            # {def} is the resource itself: it stands in its own compartment by its id.
            codes = [code for code in resource.get("param", []) if code != "{def}"]
            if not codes:
                continue
            for code in codes:
                if (resource["code"], code) not in known:
                    raise SystemExit(f"{definition['code']}: {resource['code']} has no {code}")
            found[definition["code"], resource["code"]] = codes
    return found


def write(blob, parameters, compartments):
    for p in parameters:
        first_target, targets = blob.add_strings("names", p.targets)
        first_component = blob.count("components") // 4
        for code, expression in p.components:
            blob.add("components", [*blob.string(code), *blob.string(expression)])
        blob.add(
            "parameters",
            [
                *blob.string(p.type),
                *blob.string(p.code),
                p.kind,
                *blob.string(p.expression),
                first_target,
                targets,
                first_component,
                len(p.components),
                *blob.string(p.url),
            ],
        )
    for (compartment, type_name), codes in sorted(compartments.items()):
        start, count = blob.add_strings("names", codes)
        blob.add(
            "compartments", [*blob.string(compartment), *blob.string(type_name), start, count]
        )
