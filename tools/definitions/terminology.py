"""Code systems with their hierarchy, and value sets as far as the loaded systems expand them."""

from blob import slots_of

SYSTEM_COMPLETE = 1
SET_WHOLE = 1


class CodeSystem:
    def __init__(self, definition):
        self.url = definition["url"]
        self.complete = definition["content"] == "complete"
        self.parents = {}  # code → set of codes
        self._walk(definition.get("concept", []), None)

    def _walk(self, concepts, parent):
        for concept in concepts:
            parents = self.parents.setdefault(concept["code"], set())
            if parent is not None:
                parents.add(parent)
            for entry in concept.get("property", []):
                # v3 code systems write further children (of several parents) as a property.
                if entry["code"] == "child":
                    self.parents.setdefault(entry["valueCode"], set()).add(concept["code"])
                if entry["code"] == "subsumedBy":
                    parents.add(entry["valueCode"])
            self._walk(concept.get("concept", []), concept["code"])

    def below(self, ancestor):
        """`ancestor` and every code under it."""
        found, grown = {ancestor} & self.parents.keys(), True
        while grown:
            more = {c for c, parents in self.parents.items() if parents & found} - found
            found |= more
            grown = bool(more)
        return found


class Expansion:
    """Codes known to be in, systems in whole, and whether that is all."""

    def __init__(self):
        self.codes = set()  # (system, code)
        self.systems = set()
        self.whole = True


class Terminology:
    def __init__(self, definitions):
        self.systems = {}
        self._sets = {}
        self._expansions = {}
        for definition in definitions:
            if definition["resourceType"] == "CodeSystem":
                self.systems[definition["url"]] = CodeSystem(definition)
            elif definition["resourceType"] == "ValueSet":
                self._sets[definition["url"]] = definition

    def expansions(self):
        return {url: self.expand(url) for url in sorted(self._sets)}

    def expand(self, url):
        url = url.split("|")[0]
        if url in self._expansions:
            return self._expansions[url]
        result = Expansion()
        self._expansions[url] = result  # a set that includes itself adds nothing
        if url not in self._sets:
            result.whole = False
            return result
        compose = self._sets[url].get("compose", {})
        for part in compose.get("include", []):
            self._include(result, part)
        if compose.get("exclude"):
            self._exclude(result, compose["exclude"])
        return result

    def _include(self, result, part):
        sets = [self.expand(url) for url in part.get("valueSet", [])]
        if "system" not in part:
            # Several imported sets in one include: what is in all of them.
            if len(sets) == 1:
                result.codes |= sets[0].codes
                result.systems |= sets[0].systems
            else:
                listed = [self._listed(s) for s in sets]
                result.codes |= set.intersection(*listed)
            result.whole &= all(s.whole for s in sets)
            return
        system = part["system"]
        loaded = self.systems.get(system)
        if "concept" in part:
            codes, whole = {c["code"] for c in part["concept"]}, True
        elif "filter" in part:
            codes, whole = self._filter(loaded, part["filter"])
        elif loaded and loaded.complete and not sets:
            result.systems.add(system)
            return
        else:
            codes = set(loaded.parents) if loaded else set()
            whole = bool(loaded and loaded.complete)
        pairs = {(system, code) for code in codes}
        for imported in sets:
            pairs &= self._listed(imported)
            whole &= imported.whole
        result.codes |= pairs
        result.whole &= whole

    def _filter(self, loaded, filters):
        if not loaded or not loaded.complete:
            return set(), False
        codes = set(loaded.parents)
        for entry in filters:
            below = loaded.below(entry["value"])
            if entry["property"] != "concept":
                return set(), False
            if entry["op"] == "is-a":
                codes &= below
            elif entry["op"] == "descendent-of":
                codes &= below - {entry["value"]}
            elif entry["op"] == "is-not-a":
                codes -= below
            else:
                return set(), False
        return codes, True

    def _exclude(self, result, parts):
        out = Expansion()
        for part in parts:
            self._include(out, part)
        # Without knowing all that is excluded, nothing of the set is certain.
        result.codes = self._listed(result) - self._listed(out) if out.whole else set()
        result.systems = set()
        result.whole &= out.whole

    def _listed(self, expansion):
        listed = set(expansion.codes)
        for system in expansion.systems:
            listed |= {(system, code) for code in self.systems[system].parents}
        return listed


def write(blob, terminology):
    """Gives the number of codes written."""
    system_places = {}
    total = 0

    def system_place(url):
        # Systems that are only mentioned have no codes and are not complete.
        if url not in system_places:
            system_places[url] = len(system_places)
            loaded = terminology.systems.get(url)
            rows[url] = loaded
        return system_places[url]

    rows = {}
    for url in sorted(terminology.systems):
        system_place(url)
    expansions = terminology.expansions()
    for expansion in expansions.values():
        for url, _ in sorted(expansion.codes):
            system_place(url)

    for url in system_places:
        loaded = rows[url]
        codes = sorted(loaded.parents) if loaded else []
        places = {code: place for place, code in enumerate(codes)}
        first = blob.count("concepts") // 4
        for code in codes:
            parents = sorted(places[p] for p in loaded.parents[code] if p in places)
            start = blob.add("parents", parents)
            blob.add("concepts", [*blob.string(code), start, len(parents)])
        slots = slots_of(codes)
        total += len(codes)
        flags = SYSTEM_COMPLETE if loaded and loaded.complete else 0
        blob.add(
            "systems",
            [*blob.string(url), flags, first, len(codes), blob.add("slots", slots), len(slots)],
        )

    for url, expansion in expansions.items():
        codes = sorted(expansion.codes, key=lambda pair: (pair[1], pair[0]))
        first = blob.count("members") // 3
        for system, code in codes:
            blob.add("members", [*blob.string(code), system_places[system]])
        slots = slots_of([code for _, code in codes])
        total += len(codes)
        systems = sorted(system_places[s] for s in expansion.systems)
        start = blob.add("whole_systems", systems)
        blob.add(
            "value_sets",
            [
                *blob.string(url),
                SET_WHOLE if expansion.whole else 0,
                first,
                len(codes),
                blob.add("slots", slots),
                len(slots),
                start,
                len(systems),
            ],
        )
    return total
