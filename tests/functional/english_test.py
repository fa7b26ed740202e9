#!/usr/bin/env python3
"""What the screens are told in Vietnamese they are told in English too: every word of the content and of the
product in every answer, and every refusal. Names, and what people wrote, stay as they are written."""
import re

from house import ROOT, HouseTest, main

UNTIL = "2026-06-30"
PERIOD = {"from": "2025-12-15", "to": "2026-06-14"}
VIETNAMESE = re.compile("[À-ÖØ-öø-ỹĐđ]")

# Names, and words that somebody typed; `source` names documents and stands on no screen.
AS_WRITTEN = {"name", "display_name", "unit_name", "hamlet_name", "commune", "former_parent", "closed_by_name", "owner", "place", "by", "address",
              "note", "evidence", "number", "signer", "signer_title", "source"}
# Where a title or a text is somebody's own: worklists; a home as written; the report, which is Vietnamese by law.
OF_PEOPLE = re.compile(r"/worklists(/\{id\})?: .*worklists\[\]\.title$|/worklists/\{id\}: title$|.*open_items?(\[\])?\.title$|"
                       r"/people/\{id\}: (home\.text|timeline\[\]\.(title|value))$|/(periods|worklists)\S*: .*reason$|/reports(/\{id\})?: .*")


def untold(value, where, units, beside=None):
    """Places of an answer where Vietnamese other than names of units stands without its English, or where English was meant."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from untold(one, f"{where}.{key}" if not where.endswith(": ") else where + key, units, value.get(key + "_en"))
    elif isinstance(value, list):
        sides = beside if isinstance(beside, list) and len(beside) == len(value) else [None] * len(value)
        for one, side in zip(value, sides):
            yield from untold(one, where + "[]", units, side)
    elif isinstance(value, str) and VIETNAMESE.search(value):
        key = re.split(r"[. ]", where)[-1].removesuffix("[]")
        if key in AS_WRITTEN or OF_PEOPLE.match(where) or beside:
            return
        rest = value
        for name in units:
            rest = rest.replace(name, "")
        if VIETNAMESE.search(rest):
            yield f"{where}: {value}"


class English(HouseTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.house.run("demo", "--persons", 900, "--seed", 17, "--until", UNTIL)
        cls.house.serve()
        cls.office = cls.house.as_user("phongyte")
        for path, body in (("/periods", PERIOD), ("/periods", {"from": "2026-06-20", "to": "2026-06-29"}), ("/reports", {"template": "A", **PERIOD, "signed_on": "2026-06-20"})):
            made = cls.office.request("POST", "/api/v1" + path, body)
            assert made.status == 201, made.text
        cls.today = cls.office.get("/api/v1/session").json["today"]
        # Of today and of before the mergers, the longest first.
        units = [one["name"] for day in ("2025-06-30", UNTIL) for one in cls.office.get("/api/v1/units", as_of=day).json["units"]]
        cls.units = sorted(set(units), key=len, reverse=True)
        cls.catalogue = cls.office.get("/api/v1/indicators").json["catalogue"]

    def routes(self, *methods):
        text = (ROOT / "docs/reference/web-api.md").read_text()
        return sorted({(method, path) for method, path in re.findall(r"`(GET|POST|PUT|PATCH|DELETE) (/[^?` ]*)", text) if method in methods})

    def ids_for(self, path):
        """Of each kind those that answers are asked about; of people the first of a list, and one whom something hinders."""
        kind = path.split("/")[1]
        if "{id}" not in path:
            return [""]
        if kind == "indicators":
            return [one["id"] for one in self.catalogue]
        if kind == "people":
            members = self.office.get("/api/v1/indicators/high-risk-checked/members", met="false").json["members"]
            hindered = self.office.request("POST", f"/api/v1/people/{members[1]['member']}/circumstances", {"circumstance": "away", "on": self.today})
            self.assertEqual(hindered.status, 201, hindered.text)
            return [one["member"] for one in members[:40]]
        return [one["id"] for one in self.office.get("/api/v1/" + kind).json[kind]]

    def queries_for(self, path):
        if path.startswith("/periods/{id}/"):
            return [{"indicator": one["id"]} for one in self.catalogue]
        if path == "/indicators/{id}/changes/members":
            return [{"reason": "met", "effect": "gained"}]
        return [{}]

    def test_every_answer_tells_both(self):
        seen, missing = 0, {}
        for _, path in self.routes("GET"):
            if path.endswith(("/document", "/sample")):
                continue
            for id in self.ids_for(path):
                for query in self.queries_for(path):
                    answer = self.office.get("/api/v1" + path.replace("{id}", id), **query)
                    self.assertEqual(answer.status, 200, path + answer.text[:300])
                    seen += 1
                    for one in untold(answer.json, path + ": ", self.units):
                        missing.setdefault(one.split(": ")[1], one)
        self.assertGreater(seen, 100)
        self.assertEqual(missing, {})

    def test_what_a_request_answers(self):
        """Answers to what is sent: a home check that cannot wait, imports, work taken back."""
        station = self.house.as_user("bacsi")
        patient = station.get("/api/v1/indicators/high-risk-checked/members", met="false").json["members"][0]["member"]
        check = station.request("POST", f"/api/v1/people/{patient}/home-checks", {"on": self.today, "systolic": 190, "diastolic": 121, "glucose": 15})
        self.assertEqual(len(check.json["flags"]), 2, check.text)
        person = {"resourceType": "Patient", "id": "mau", "name": [{"text": "A"}], "gender": "other"}
        look = self.office.request("POST", "/api/v1/imports/fhir/preview", person)
        lists = self.house.request("POST", "/api/v1/imports/population/preview", "Họ tên,Ngày sinh,Giới tính,Khu ấp\nA,31/31/1980,Nam,Nowhere\n".encode(), {"Content-Type": "text/csv"}, self.office.token)
        work = self.office.get("/api/v1/worklists").json["worklists"][0]["id"]
        undone = self.office.request("POST", f"/api/v1/worklists/{work}/undo", {"items": ["none"]})
        for what, answer in (("check", check), ("look", look), ("lists", lists), ("undone", undone)):
            self.assertLess(answer.status, 400, answer.text)
            # Headers and cells of the file are its own.
            body = {key: value for key, value in answer.json.items() if key != "columns"}
            self.assertEqual([one for one in untold(body, what + ": ", self.units) if ".column:" not in one], [])

    def test_refusals_speak_both(self):
        """Every route that is asked for what cannot be."""
        refused = 0
        for method, path in self.routes("GET", "POST", "PUT", "PATCH"):
            address = "/api/v1" + re.sub(r"\{\w+\}", "khong-co", path)
            bodies = [{"x": 1}, [], None] if method != "GET" else [None]
            for body in bodies:
                answer = self.office.request(method, address + ("?no-such=1" if method == "GET" else ""), body)
                if answer.status < 400:
                    continue
                refused += 1
                where = f"{method} {address} {body}: {answer.text}"
                self.assertRegex(answer.json["detail"], VIETNAMESE, where)
                self.assertTrue(answer.json["detail_en"], where)
                self.assertNotRegex(answer.json["detail_en"], VIETNAMESE, where)
        self.assertGreater(refused, 40)


if __name__ == "__main__":
    main()
