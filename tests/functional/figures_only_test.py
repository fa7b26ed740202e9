#!/usr/bin/env python3
"""A reader with a right to figures and none to names, of one commune, tries every door there is: no patient, no
staff of another commune, no count of fewer than five people. What they may see: docs/house/figures-only.md."""
import io
import re
import zipfile

from house import ROOT, HouseTest, main

UNTIL = "2026-06-30"
PERIOD = {"from": "2025-12-15", "to": "2026-06-14"}
SMALL = range(1, 5)


def name_of(resource):
    name = resource["name"][0]
    return name.get("text") or " ".join([name["family"], *name["given"]])


class FiguresOnly(HouseTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.house.run("demo", "--persons", 900, "--seed", 17, "--until", UNTIL)
        cls.house.add_user("quan", "administrator")
        cls.house.serve()
        cls.admin = cls.house.as_user("quan")
        units = cls.admin.get("/api/v1/units").json["units"]
        communes = [one for one in units if one["kind"] == "commune"]
        cls.mine, other = communes[0], communes[1]
        below = {one["id"] for one in units if one["parent"] == cls.mine["id"]}
        mine = below | {cls.mine["id"]} | {one["id"] for one in units if one["parent"] in below}
        cls.house.add_user("leader", "figures_only", cls.mine["id"])
        cls.leader = cls.house.as_user("leader")
        cls.own_heads = own_heads = {one["head"]["name"] for one in units if one["head"] and one["id"] in mine}
        practitioners = {one["id"]: name_of(one) for one in cls.all_of("Practitioner")}
        people = {name_of(one) for one in cls.all_of("Patient")}
        cls.staff = set(practitioners.values()) - own_heads
        cls.people = people - own_heads
        cls.others_heads = {one["head"]["name"] for one in units if one["head"] and one["id"] not in mine} - own_heads
        assert len(cls.staff) > 20 and len(cls.people) > 500 and len(cls.others_heads) > 2
        cls.practitioner = next(iter(practitioners))
        cls.lists = cls.admin.get("/api/v1/worklists").json["worklists"]
        cls.patient = cls.all_of("Patient")[0]["id"]
        cls.other = other
        for unit in (cls.mine["id"], None):
            made = cls.house.as_user("phongyte").request("POST", "/api/v1/periods", {**PERIOD, **({"unit": unit} if unit else {})})
            assert made.status == 201, made.text
            if unit:
                cls.period = made.json["id"]
            else:
                cls.others_period = made.json["id"]
        made = cls.house.as_user("phongyte").request("POST", "/api/v1/reports", {"template": "A", "unit": cls.mine["id"], **PERIOD, "signed_on": "2026-06-20"})
        assert made.status == 201, made.text
        cls.report = made.json["id"]
        card = cls.admin.get("/api/v1/indicators", unit=cls.mine["id"], as_of=UNTIL).json
        cls.of_people = [one["id"] for one in card["catalogue"] if one["member_type"] == "patient"]
        cls.catalogue = card["catalogue"]

    @classmethod
    def all_of(cls, kind):
        found, path = [], f"{kind}?_count=1000"
        while path:
            page = cls.admin.fhir("GET", path).json
            found += [entry["resource"] for entry in page.get("entry", [])]
            path = next((link["url"].split("/fhir/", 1)[1] for link in page["link"] if link["relation"] == "next"), None)
        return found

    def nameless(self, where, text):
        for head in sorted(self.own_heads, key=len, reverse=True):
            text = text.replace(head, "")
        for what, names in (("staff", self.staff), ("people", self.people)):
            self.assertEqual([name for name in names if name in text], [], f"{what} in {where}")

    def no_small(self, where, value, keys=("denominator", "count", "total")):
        """Of an answer about people: nothing counts fewer than five."""
        if isinstance(value, dict):
            for key in keys:
                self.assertNotIn(value.get(key), SMALL, f"{key} of {where}: {value}")
            for one in value.values():
                self.no_small(where, one, keys)
        elif isinstance(value, list):
            for one in value:
                self.no_small(where, one, keys)

    def documented(self):
        text = (ROOT / "docs/reference/web-api.md").read_text()
        return {(method, path) for method, path in re.findall(r"`(GET|POST|PUT|PATCH|DELETE) (/[^?` ]*)", text)}

    def test_every_route_of_the_screens(self):
        figure, names, own = {"unit": self.mine["id"], "as_of": UNTIL}, 403, 200
        item = {"member": "x"}
        # Each route: what the leader hears, and how it is asked.
        asked = {
            ("GET", "/session"): (own, [{}]), ("GET", "/units"): (own, [{"as_of": UNTIL}]), ("GET", "/map"): (own, [figure]),
            ("GET", "/indicators"): (own, [figure, {**figure, "map": "today"}]),
            ("GET", "/periods"): (own, [{}]), ("GET", "/periods/choices"): (own, [{}]), ("GET", "/periods/{id}"): (own, [{}]),
            ("GET", "/imports/population/sample"): (names, [{}]), ("GET", "/workers"): (names, [{}]), ("GET", "/worklists"): (names, [{}, {"mine": "true"}, {"unit": self.mine["id"]}]),
            ("GET", "/plan"): (own, [{}]), ("GET", "/plans"): (own, [{}]),
            ("GET", "/reports/templates"): (own, [{}]), ("GET", "/reports/duties"): (own, [{}]), ("GET", "/reports"): (own, [{}]),
            ("GET", "/reports/{id}"): (own, [{}]), ("GET", "/reports/{id}/document"): (own, [{}]),
            ("GET", "/reports/document"): (own, [{"template": "A", "unit": self.mine["id"], **PERIOD, "signed_on": "2026-06-20"}]),
        }
        for path in ("companions", "trend", "splits", "whys", "changes"):
            asked["GET", "/indicators/{id}/" + path] = (own, [{"unit": self.mine["id"]} if path == "changes" else figure])
        people = {
            ("GET", "/indicators/{id}/members"): [{**figure, "met": "false"}],
            ("GET", "/indicators/{id}/changes/members"): [{"unit": self.mine["id"], "reason": "met", "effect": "gained"}],
            ("GET", "/periods/{id}/members"): [{"indicator": one} for one in self.of_people],
            ("GET", "/periods/{id}/explain/members"): [{"indicator": one, "reason": "met", "effect": "gained"} for one in self.of_people],
            ("GET", "/people/{id}"): [{}], ("GET", "/worklists/{id}"): [{}],
        }
        asked.update({route: (names, queries) for route, queries in people.items()})
        asked["GET", "/periods/{id}/explain"] = (own, [{}])
        for method, path in sorted(self.documented() | set(asked)):
            if method != "GET":
                self.refused(method, path, item)
                continue
            self.assertIn((method, path), asked, "a new route: say here what a reader of figures may hear of it")
            status, queries = asked[method, path]
            for id in self.ids_for(path):
                for query in queries:
                    answer = self.leader.get("/api/v1" + path.replace("{id}", id), **query)
                    where = f"{path} of {id} {query}"
                    self.assertEqual(answer.status, status, where + answer.text[:300] if answer.headers["content-type"].endswith("json") else where)
                    self.look(where, path, answer)
        # Nothing of units beyond their own.
        for path in (f"/periods/{self.others_period}", f"/indicators?unit={self.other['id']}", f"/units/{self.other['id']}"):
            self.assertEqual(self.leader.get("/api/v1" + path).status, 404, path)
        for path in ("/users", "/tokens"):
            self.assertEqual(self.leader.get("/api/v1" + path).status, 403, path)

    def ids_for(self, path):
        if "{id}" not in path:
            return [""]
        return {"indicators": self.of_people, "periods": [self.period], "people": [self.patient], "reports": [self.report],
                "worklists": [one["id"] for one in self.lists]}[path.split("/")[1]]

    def look(self, where, path, answer):
        if "wordprocessing" in answer.headers["content-type"]:
            xml = zipfile.ZipFile(io.BytesIO(answer.bytes)).read("word/document.xml").decode()
            text = "".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", xml))
            return self.look_at_words(where, text)
        self.nameless(where, answer.text)
        if answer.status != 200:
            return None
        if path == "/reports/{id}":
            return self.look_at_words(where, " ".join(one["text"] for one in answer.json["sections"]))
        body = answer.json
        if path in ("/indicators", "/periods/{id}"):
            body = [row for row in body["rows"] + body.get("unplaced", []) if row["indicator"] in self.of_people]
        elif path == "/periods/{id}/explain":
            body = [row for row in body["rows"] if row["indicator"] in self.of_people]
            self.no_small(where, body, ("denominator", "count", "differences"))
        if path.endswith("/companions"):
            # Those by facility are no people of the unit.
            body = [one for one in body["companions"] if one["id"] != "visits-by-facility"]
            self.no_small(where, body, ("numerator", "denominator"))
        elif path.startswith(("/indicators", "/periods/{id}")):
            self.no_small(where, body)
        return None

    def look_at_words(self, where, text):
        self.nameless(where, text)
        few = re.findall(r"\b[1-4] người (?:từ chưa đạt|không còn đạt|mới thuộc diện|ra khỏi diện)", text)
        self.assertEqual(few, [], where)

    def refused(self, method, path, body):
        if path == "/session":
            return
        path = "/api/v1" + re.sub(r"\{id\}", self.patient, path).replace("{section}", "opening").replace("{table}", "9")
        answer = self.leader.request(method, path, body)
        if "/imports/fhir" in path:
            self.assertTrue(answer.status >= 400 or answer.json.get("created", 0) == 0, answer.text)
        else:
            self.assertGreaterEqual(answer.status, 400, path)
        self.nameless(path, answer.text)

    def test_every_type_of_fhir(self):
        rest = self.admin.fhir("GET", "metadata").json["rest"][0]["resource"]
        types = [one["type"] for one in rest]
        self.assertGreater(len(types), 140)
        read = set()
        for kind in types:
            statuses = set()
            for query in ("", "?_summary=count", "?_total=accurate&_count=200", "/_history"):
                answer = self.leader.fhir("GET", kind + query)
                statuses.add(answer.status)
                if answer.status == 200:
                    self.nameless(f"/fhir/{kind}{query}", answer.text)
            self.assertIn(statuses, ({200}, {403}), kind)
            if statuses == {200}:
                read.add(kind)
        self.assertFalse(read & {"Patient", "Practitioner", "PractitionerRole", "Task", "Goal", "Group", "Composition", "MeasureReport", "Basic",
                                 "AuditEvent", "Binary", "Device", "Person", "Encounter"})
        self.assertTrue({"Organization", "Measure", "PlanDefinition", "HealthcareService"} <= read)
        for path in ("_history", "Practitioner/" + self.practitioner, f"Practitioner/{self.practitioner}/_history/1", f"Patient/{self.patient}/$everything"):
            answer = self.leader.fhir("GET", path)
            self.nameless(path, answer.text)
            if path != "_history":
                self.assertEqual(answer.status, 403, path)
        # By a hop from what is open: nothing behind it is told, nor counted.
        for query in ("Organization?_revinclude=PractitionerRole:organization&_revinclude:iterate=PractitionerRole:practitioner&_count=500",
                      "Organization?_revinclude=Patient:organization&_revinclude=Encounter:service-provider&_count=500"):
            answer = self.leader.fhir("GET", query)
            kinds = {entry["resource"]["resourceType"] for entry in answer.json["entry"]}
            self.assertEqual(kinds - {"OperationOutcome"}, {"Organization"}, query)
            self.nameless(query, answer.text)
        for query in (f"_has:PractitionerRole:organization:practitioner={self.practitioner}", "_has:Encounter:service-provider:status=finished",
                      "_has:PractitionerRole:organization:practitioner.name=nguyen"):
            answer = self.leader.fhir("GET", f"Organization?_summary=count&{query}")
            self.assertTrue(answer.status == 403 or answer.json["total"] == 0, query + answer.text)

    def test_the_heads_they_are_told_are_their_own(self):
        for path in ("/api/v1/plan", "/api/v1/units", "/api/v1/indicators"):
            text = self.leader.get(path).text
            self.assertEqual([name for name in self.others_heads if name in text], [], path)
        heads = {one["unit"] for one in self.leader.get("/api/v1/plan").json["heads"]}
        self.assertIn(self.mine["id"], heads)
        self.assertGreater(len(self.admin.get("/api/v1/plan").json["heads"]), len(heads))


if __name__ == "__main__":
    main()
