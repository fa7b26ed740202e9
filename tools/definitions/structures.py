"""Structures and their elements, from the snapshots of the R4 StructureDefinitions."""

from blob import NONE

KINDS = {"primitive-type": 0, "complex-type": 1, "resource": 2}
STRUCTURE_ABSTRACT, STRUCTURE_BACKBONE = 1, 2
CHOICE, MODIFIER, SUMMARY = 1, 2, 4
MANY = 0xFFFF
FHIR_TYPE = "http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type"
REGEX = "http://hl7.org/fhir/StructureDefinition/regex"

# Where the R4 files contradict the R4 text; each has its line in docs/spec-issues.md.
TYPE_CORRECTIONS = {
    # The file says string; https://hl7.org/fhir/R4/resource.html#id says id.
    "Resource.id": "id",
    # Every other type says string for its own id; xhtml says nothing.
    "xhtml.id": "string",
}


def extension(node, url, key):
    for entry in node.get("extension", []):
        if entry["url"] == url:
            return entry[key]
    return None


def is_r4(definition):
    """The package adds a few definitions of R4B and logical models of its own."""
    return (
        definition["resourceType"] == "StructureDefinition"
        and definition["fhirVersion"] == "4.0.1"
        and definition["kind"] in KINDS
        and definition.get("derivation") != "constraint"
    )


class Structure:
    def __init__(self, name, kind, base, backbone=False, abstract=False):
        self.name, self.kind, self.base = name, kind, base
        self.backbone, self.abstract = backbone, abstract
        self.pattern = ""
        self.elements = []


def type_code(node, path, base_path):
    """The type of an element; System types give way to the FHIR type that stands beside them."""
    code = node["code"]
    if code.startswith("http://hl7.org/fhirpath/System."):
        code = extension(node, FHIR_TYPE, "valueUrl")
    return TYPE_CORRECTIONS.get(path) or TYPE_CORRECTIONS.get(base_path) or code


def targets_of(node):
    names = [url.rsplit("/", 1)[1] for url in node.get("targetProfile", [])]
    return [] if "Resource" in names or node["code"] != "Reference" else names


class Element:
    def __init__(self, node, contents):
        """`contents`: paths that have elements below them."""
        path = node["path"]
        base_path = node["base"]["path"]
        name = path.rsplit(".", 1)[1]
        self.choice = name.endswith("[x]")
        self.name = name[:-3] if self.choice else name
        self.path = path[:-3] if self.choice else path
        self.min = node["min"]
        self.max = MANY if node["max"] == "*" else int(node["max"])
        self.flags = (
            (CHOICE if self.choice else 0)
            | (MODIFIER if node.get("isModifier") else 0)
            | (SUMMARY if node.get("isSummary") else 0)
        )
        binding = node.get("binding", {})
        self.value_set = ""
        if binding.get("strength") == "required":
            self.value_set = binding.get("valueSet", "").split("|")[0]
        # (code, structure behind it, targets)
        if "contentReference" in node:
            self.types = [("BackboneElement", node["contentReference"].lstrip("#"), [])]
        elif path in contents:
            self.types = [(node["type"][0]["code"], path, [])]
        else:
            self.types = []
            for entry in node["type"]:
                code = type_code(entry, path, base_path)
                self.types.append((code, code, targets_of(entry)))


def structures_of(definition):
    """The structure itself and one for each of its backbone elements."""
    nodes = definition["snapshot"]["element"]
    contents = {node["path"].rsplit(".", 1)[0] for node in nodes if "." in node["path"]}
    base = definition.get("baseDefinition", "").rsplit("/", 1)[-1]
    root = Structure(
        definition["type"], KINDS[definition["kind"]], base, abstract=definition["abstract"]
    )
    found = {root.name: root}
    for node in nodes[1:]:
        path = node["path"]
        if root.kind == 0 and path == root.name + ".value":
            # The value of a primitive is the JSON value itself, never a member.
            root.pattern = extension(node["type"][0], REGEX, "valueString") or ""
            continue
        if path in contents:
            found[path] = Structure(path, 1, node["type"][0]["code"], backbone=True)
        found[path.rsplit(".", 1)[0]].elements.append(Element(node, contents))
    return list(found.values())


def read(definitions):
    """All R4 structures by name, sorted."""
    found = {}
    for definition in filter(is_r4, definitions):
        for structure in structures_of(definition):
            found[structure.name] = structure
    return {name: found[name] for name in sorted(found)}


def resource_types(structures):
    return [s.name for s in structures.values() if s.kind == 2 and not s.abstract]


def write(blob, structures):
    places = {name: place for place, name in enumerate(structures)}
    for s in structures.values():
        first = blob.count("elements") // 10
        for e in s.elements:
            first_type = blob.count("types") // 5
            for code, behind, targets in e.types:
                start, count = blob.add_strings("names", targets)
                blob.add("types", [*blob.string(code), places[behind], start, count])
            blob.add(
                "elements",
                [
                    *blob.string(e.name),
                    *blob.string(e.path),
                    first_type,
                    len(e.types),
                    e.flags,
                    e.min | e.max << 16,
                    *blob.string(e.value_set),
                ],
            )
        blob.add(
            "structures",
            [
                *blob.string(s.name),
                s.kind,
                (STRUCTURE_ABSTRACT if s.abstract else 0)
                | (STRUCTURE_BACKBONE if s.backbone else 0),
                places.get(s.base, NONE),
                first,
                len(s.elements),
                *blob.string(s.pattern),
            ],
        )
