#!/usr/bin/env python3
"""Closing a period: the frozen figure stays, today's moves, and the explanation names exactly those
who differ and what was recorded of them since."""
import io
import json
import zipfile

from house import HouseTest, main

FROM, TO = "2025-12-15", "2026-06-14"
UNTIL = "2026-08-31"


class Periods(HouseTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.house.run("demo", "--persons", 600, "--seed", 11, "--until", UNTIL)
        cls.house.serve()
        cls.office, cls.leader = cls.house.as_user("phongyte"), cls.house.as_user("cap_uy")
        cls.station = cls.house.as_user("bacsi")
        answer = cls.office.request("POST", "/api/v1/periods", {"from": FROM, "to": TO})
        assert answer.status == 201, answer.text
        cls.id, cls.title = answer.json["id"], answer.json["title"]

    def get(self, path, caller=None, **parameters):
        answer = (caller or self.office).get("/api/v1/periods" + path, **parameters)
        self.assertEqual(answer.status, 200, answer.text)
        return answer.json

    def members(self, period, indicator, **parameters):
        found, cursor = [], None
        while True:
            more = {"cursor": cursor} if cursor else {}
            page = self.get(f"/{period}/members", indicator=indicator, **parameters, **more)
            found += page["members"]
            cursor = page["next"]
            if cursor is None:
                return found

    def refused(self, body, status, field, caller=None):
        answer = (caller or self.office).request("POST", "/api/v1/periods", body)
        self.assertEqual(answer.status, status, answer.text)
        self.assertEqual(answer.headers["content-type"].split(";")[0], "application/problem+json")
        self.assertEqual(answer.json.get("path"), field, answer.text)
        self.assertTrue(answer.json["detail"] and answer.json["detail_en"])

    def test_a_figure_agrees_with_its_frozen_list_and_with_the_scorecard(self):
        period = self.get("/" + self.id)
        self.assertEqual((period["title"], period["from"], period["to"]), ("6 tháng đầu năm 2026", FROM, TO))
        self.assertEqual(self.title, period["title"])
        self.assertEqual(len(period["indicators"]), 11)
        for row in period["rows"]:
            rows = self.members(self.id, row["indicator"], unit=row["unit"])
            self.assertEqual(len(rows), row["denominator"], row)
            self.assertEqual(sum(one["met"] for one in rows), row["numerator"], row)
            unmet = self.members(self.id, row["indicator"], unit=row["unit"], met="false")
            self.assertEqual(len(unmet), row["denominator"] - row["numerator"])
        self.assertTrue(any(one["evidence"] for one in self.members(self.id, "insured")))

    def test_a_late_record_moves_today_and_not_what_was_closed(self):
        before = self.house.request("GET", f"/api/v1/periods/{self.id}", token=self.office.token).text
        rows = self.members(self.id, "insured", met="false")
        late = rows[0]
        unchanged = self.get(f"/{self.id}/explain", indicator="insured")["rows"][0]
        self.assertEqual(unchanged["differences"], 0)
        self.assertEqual(unchanged["was"], unchanged["now"])
        card = {"resourceType": "Coverage", "id": "the-muon", "status": "active",
                "type": {"coding": [{"system": "urn:tram:codes:bhyt-group", "code": "GD"}]},
                "subscriberId": "GD4999900000001", "beneficiary": {"reference": "Patient/" + late["member"]},
                "payor": [{"display": "BHXH"}], "period": {"start": "2026-01-01", "end": "2026-12-31"},
                "extension": [{"url": "urn:tram:ext:checked-on", "valueDate": "2026-05-01"}]}
        self.assertEqual(self.office.put(card).status, 201)
        self.assertEqual(self.house.request("GET", f"/api/v1/periods/{self.id}", token=self.office.token).text, before)
        self.assertEqual(self.members(self.id, "insured", met="false"), rows)
        moved = self.get(f"/{self.id}/explain", indicator="insured")["rows"][0]
        self.assertEqual(moved["was"], unchanged["was"])
        self.assertEqual(moved["now"]["numerator"], unchanged["now"]["numerator"] + 1)
        self.assertEqual(moved["differences"], 1)
        self.assertEqual([(one["code"], one["effect"], one["count"]) for one in moved["reasons"]], [(late["why"], "gained", 1)])
        self.assertEqual([(one["code"], one["count"]) for one in moved["causes"]], [("records", 1)])
        named = self.get(f"/{self.id}/explain/members", indicator="insured")["members"]
        self.assertEqual([one["member"] for one in named], [late["member"]])
        self.assertEqual((named[0]["effect"], named[0]["was"]["met"], named[0]["now"]["met"]), ("gained", False, True))
        self.assertEqual([(one["type"], one["id"], one["version"], one["by"]) for one in named[0]["versions"]],
                         [("Coverage", "the-muon", 1, "phongyte")])
        by_command = json.loads(self.house.run("period explain", self.id, "--indicator", "insured", "--format", "json").stdout)
        self.assertEqual([one["member"] for one in by_command["members"]], [late["member"]])

    def test_a_record_of_a_facility_is_named_too(self):
        doctors = self.members(self.id, "doctor")
        gone = next((one for one in doctors if one["met"] and one["evidence"]), None)
        self.assertIsNotNone(gone, "some commune has a doctor")
        role = gone["evidence"]
        self.assertEqual(role["type"], "PractitionerRole")
        body = self.office.fhir("GET", "PractitionerRole/" + role["id"]).json
        body.setdefault("period", {})["end"] = "2026-03-01"
        body.pop("meta", None)
        path = self.house.folder / "role.json"
        path.write_text(json.dumps(body))
        self.house.run("import", path)
        named = self.get(f"/{self.id}/explain/members", indicator="doctor")["members"]
        lost = [one for one in named if one["member"] == gone["member"]]
        self.assertTrue(lost or not named)
        for one in lost:
            self.assertIn(("PractitionerRole", role["id"]), [(version["type"], version["id"]) for version in one["versions"]])
        was = {one["member"]: one["met"] for one in doctors}
        now = {one["member"]: one["met"] for one in self.office.get(
            "/api/v1/indicators/doctor/members", as_of=TO, count=2000).json["members"]}
        self.assertEqual({one["member"] for one in named}, {member for member in was.keys() | now.keys() if was.get(member) != now.get(member)})

    def test_the_same_period_is_closed_once_and_anew_only_with_a_reason(self):
        span = {"from": "2026-01-01", "to": "2026-03-31"}
        first = self.office.request("POST", "/api/v1/periods", span)
        self.assertEqual(first.status, 201, first.text)
        self.refused(span, 409, "from")
        self.refused({**span, "replaces": first.json["id"]}, 400, "reason")
        self.refused({**span, "replaces": self.id, "reason": "nhầm"}, 409, "from")
        second = self.office.request("POST", "/api/v1/periods", {**span, "replaces": first.json["id"], "reason": "Nhập bổ sung sổ giấy"})
        self.assertEqual(second.status, 201, second.text)
        heads = {one["id"]: one for one in self.get("")["periods"]}
        self.assertEqual((heads[first.json["id"]]["state"], heads[first.json["id"]]["replaced_by"]), ("replaced", second.json["id"]))
        self.assertEqual((heads[second.json["id"]]["state"], heads[second.json["id"]]["reason"]), ("closed", "Nhập bổ sung sổ giấy"))
        self.get("/" + first.json["id"])  # the old one opens still
        self.refused(span, 409, "from")

    def test_what_cannot_be_closed_is_refused(self):
        self.refused({"from": "2026-01-01", "to": "2099-12-31"}, 400, "to")
        self.refused({"from": "2026-03-01", "to": "2026-02-01"}, 400, "from")
        self.refused({"from": "2026-02-30", "to": "2026-03-31"}, 400, "from")
        self.refused({"to": "2026-03-31"}, 400, "from")
        self.refused({"from": "2026-04-01", "to": "2026-06-30", "unit": "00000"}, 404, "unit")
        self.refused({"from": "2026-04-01", "to": "2026-06-30", "replaces": "period-none", "reason": "x"}, 409, "replaces")
        self.refused({"from": "2026-04-01", "to": "2026-06-30"}, 403, None, self.leader)
        top = self.get("/" + self.id)["unit"]
        self.refused({"from": "2026-04-01", "to": "2026-06-30", "unit": top}, 404, "unit", self.station)

    def test_who_may_see_what(self):
        self.assertEqual(self.get("/" + self.id, self.leader)["id"], self.id)
        self.assertEqual(self.leader.get(f"/api/v1/periods/{self.id}/members", indicator="insured").status, 403)
        self.assertEqual(self.leader.get(f"/api/v1/periods/{self.id}/explain/members", indicator="insured").status, 403)
        self.assertEqual(self.leader.get(f"/api/v1/periods/{self.id}/explain", indicator="insured").status, 200)
        # Counts of few people are kept from those who see figures alone, and only from them.
        seen, told = self.get("/" + self.id)["rows"], self.get("/" + self.id, self.leader)["rows"]
        self.assertFalse(any(row["hidden"] for row in seen))
        for mine, theirs in zip(seen, told):
            if theirs["hidden"]:
                self.assertIsNone(theirs["numerator"])
            else:
                self.assertEqual(mine, theirs)
                people = mine["indicator"] in ("insured", "health-managed", "periodic-check", "insured-care", "high-risk-checked")
                self.assertTrue(not people or mine["denominator"] == 0 or mine["denominator"] >= 5, mine)
        for row in self.get(f"/{self.id}/explain", self.leader)["rows"]:
            for one in row["reasons"] + row["causes"]:
                self.assertTrue(one["count"] is None if one["hidden"] else one["count"] >= 5 or row["indicator"] in
                                ("doctor", "midwife", "national-criteria", "station-investment", "station-services", "centre-services"), row)
        self.assertEqual(self.leader.get(f"/api/v1/periods/{self.id}/members", indicator="doctor").status, 200, "communes are nobody's secret")
        self.assertEqual(self.station.get(f"/api/v1/periods/{self.id}").status, 404, "a period of the province is not the station's")
        self.assertEqual(self.station.get("/api/v1/periods").json["periods"], [])
        # The member rows leave by these routes alone.
        for caller in (self.office, self.leader, self.station):
            answer = caller.fhir("GET", "Binary")
            self.assertTrue(answer.status != 200 or not answer.json.get("entry"), answer.text[:200])

    def test_nobody_writes_a_period_or_a_report_by_themselves(self):
        self.house.add_user("quan-ly", "administrator")
        admin = self.house.as_user("quan-ly")
        before, heads = self.get("/" + self.id), len(self.get("")["periods"])
        forged = {"resourceType": "Composition", "id": "ky-gia", "status": "final", "title": "Kỳ giả", "date": "2026-07-01",
                  "type": {"coding": [{"system": "urn:tram:codes:document", "code": "closed-period"}]},
                  "subject": {"reference": "Organization/" + before["unit"]},
                  "author": [{"reference": "Organization/" + before["unit"]}],
                  "event": [{"period": {"start": "2026-02-01", "end": "2026-02-28"}}]}
        report = {**forged, "id": "bao-cao-gia", "type": {"coding": [{"system": "urn:tram:codes:document", "code": "periodic-report"}]}}
        figures = admin.fhir("GET", "MeasureReport?_count=1").json["entry"][0]["resource"]
        figures.pop("meta")
        figures["group"][0]["population"][1]["count"] = 0
        plain = {**forged, "id": "thu-thuong", "type": {"text": "Giấy ra viện"}}
        become = [{"op": "replace", "path": "/type", "value": forged["type"]}]
        retitle = [{"op": "replace", "path": "/title", "value": "Khác"}]

        def bundle(kind, method, url, resource=None, **request):
            entry = {"request": {"method": method, "url": url, **request}}
            return {"resourceType": "Bundle", "type": kind, "entry": [{**entry, **({"resource": resource} if resource else {})}]}

        # Anybody may reckon it out: the unit, the days and what it replaces.
        to_come = "period-" + "0123456789abcdef" * 2

        def nameless(resource):
            return {key: value for key, value in resource.items() if key != "id"}

        def patch(caller, path, operations):
            return caller.request("PATCH", "/fhir/" + path, operations, {"Content-Type": "application/json-patch+json"})

        for caller in (self.office, admin):
            caller.put(plain)  # a document of another kind is anybody's who may write documents
            tries = {
                "create": caller.fhir("POST", "Composition", nameless(forged)),
                "create a report": caller.fhir("POST", "Composition", nameless(report)),
                "update that creates": caller.fhir("PUT", "Composition/ky-gia", forged),
                "update of a period": caller.fhir("PUT", "Composition/" + self.id, {**plain, "id": self.id}),
                "update into one": caller.fhir("PUT", "Composition/thu-thuong", {**forged, "id": "thu-thuong"}),
                "conditional update": caller.fhir("PUT", "Composition?title=" + "K%E1%BB%B3%20gi%E1%BA%A3", nameless(forged)),
                "patch of a period": patch(caller, "Composition/" + self.id, retitle),
                "patch into one": patch(caller, "Composition/thu-thuong", become),
                "the id of a period to come": caller.fhir("PUT", "Composition/" + to_come, {**plain, "id": to_come}),
                "the same in a transaction": caller.fhir("POST", "", bundle("transaction", "PUT", "Composition/" + to_come,
                                                                            {**plain, "id": to_come})),
                "update of its figures": caller.fhir("PUT", "MeasureReport/" + figures["id"], figures),
                "create figures": caller.fhir("POST", "MeasureReport", nameless(figures)),
                "transaction": caller.fhir("POST", "", bundle("transaction", "PUT", "Composition/ky-gia", forged)),
                "transaction, patched": caller.fhir("POST", "", bundle("transaction", "POST", "Composition", nameless(forged),
                                                                       ifNoneExist="title=Không có")),
            }
            if caller is admin:  # others may delete no document at all
                tries["delete"] = caller.fhir("DELETE", "Composition/" + self.id)
                tries["conditional delete"] = caller.fhir("DELETE", "Composition?type=closed-period&_id=" + self.id)
                tries["delete in a transaction"] = caller.fhir("POST", "", bundle("transaction", "DELETE", "Composition/" + self.id))
            for what, answer in tries.items():
                self.assertEqual(answer.status, 403, (what, answer.text))
                issue = answer.json["issue"][0]
                self.assertEqual((answer.json["resourceType"], issue["code"]), ("OperationOutcome", "forbidden"), what)
                self.assertIn("closing a period", json.dumps(answer.json), what)
                self.assertIn("chốt kỳ", json.dumps(answer.json, ensure_ascii=False), what)
            batch = caller.fhir("POST", "", bundle("batch", "PUT", "Composition/ky-gia", forged))
            self.assertTrue(batch.json["entry"][0]["response"]["status"].startswith("403"), batch.text)
            lines = "".join(json.dumps(one) + "\n" for one in (forged, report))
            answer = caller.request("POST", "/api/v1/imports/fhir", lines.encode(), {"Content-Type": "application/x-ndjson"})
            self.assertTrue(answer.status == 403 or answer.json["errors_total"] == 2, answer.text)
        self.assertEqual(self.get("/" + self.id), before)
        self.assertEqual(len(self.get("")["periods"]), heads)
        self.assertEqual(self.office.fhir("GET", "Composition?type=periodic-report").json.get("entry", []), [])

    def test_the_report_of_a_closed_period_is_the_same_bytes_whatever_is_written_later(self):
        own = "2026-05-01", "2026-05-31"
        closed = self.office.request("POST", "/api/v1/periods", {"from": own[0], "to": own[1]})
        self.assertEqual(closed.status, 201, closed.text)
        card = self.office.get("/api/v1/indicators").json
        units = [card["unit"], next(unit["id"] for unit in card["units"][1:])]

        def papers():
            found = []
            for unit in units:
                answer = self.office.get("/api/v1/reports/document", template="A", unit=unit, signed_on="2026-08-30",
                                         **{"from": own[0], "to": own[1]})
                self.assertEqual(answer.status, 200, unit)
                found.append(answer.bytes)
            return found

        before = papers()
        who = self.members(closed.json["id"], "health-managed", met="false")[0]["member"]
        station = next(one for one in self.office.fhir("GET", "Organization?type=station&_count=50").json["entry"])["resource"]["id"]
        practitioner = self.office.fhir("GET", "Practitioner?_count=1").json["entry"][0]["resource"]["id"]
        task = self.office.get("/api/v1/plan").json["tasks"][0]
        head = next(one for one in self.office.get("/api/v1/plan").json["heads"] if one["unit"] in units)
        self.house.add_user("ghi-muon", "administrator")
        admin = self.house.as_user("ghi-muon")
        writes = [
            admin.put({"resourceType": "Encounter", "id": "kham-muon", "status": "finished", "class": {"code": "AMB"},
                             "type": [{"coding": [{"system": "urn:tram:codes:encounter-kind", "code": "treatment"}]}],
                             "subject": {"reference": "Patient/" + who}, "serviceProvider": {"reference": "Organization/" + station},
                             "period": {"start": "2026-05-20T08:00:00+07:00", "end": "2026-05-20T08:20:00+07:00"},
                             "extension": [{"url": "urn:tram:ext:payer", "valueCode": "self"}]}),
            admin.put({"resourceType": "PractitionerRole", "id": "vi-tri-muon", "active": True,
                             "practitioner": {"reference": "Practitioner/" + practitioner},
                             "organization": {"reference": "Organization/" + station}, "period": {"start": "2026-05-02"},
                             "code": [{"coding": [{"system": "urn:tram:codes:post", "code": "staff"}]}],
                             "extension": [{"url": "urn:tram:ext:post-kind", "valueCode": "own"}]}),
            admin.put({"resourceType": "PractitionerRole", "id": "nguoi-dung-dau-muon", "active": True,
                             "practitioner": {"reference": "Practitioner/" + practitioner},
                             "organization": {"reference": "Organization/" + head["unit"]}, "period": {"start": "2026-05-03"},
                             "code": [{"coding": [{"system": "urn:tram:codes:post", "code": "head"}]}]}),
            admin.request("PATCH", "/api/v1/plan/tasks/" + task["id"],
                                {"status": "done", "evidence": "Báo cáo 12/BC", "version": task["version"]}),
        ]
        for answer in writes:
            self.assertIn(answer.status, (200, 201), answer.text)
        self.assertEqual(papers(), before)
        # Though the records have moved on.
        moved = self.get(f"/{closed.json['id']}/explain", indicator="health-managed")["rows"][0]
        self.assertEqual(moved["differences"], 1)
        self.assertIn("cũng giữ như lúc chốt".encode(), self.words(before[0]))

    @staticmethod
    def words(paper):
        return zipfile.ZipFile(io.BytesIO(paper)).read("word/document.xml")

    def test_the_calendar_offers_periods(self):
        choices = self.get("/choices")
        self.assertFalse(choices["checked"])
        half = next(one for one in choices["choices"] if (one["from"], one["to"]) == (FROM, TO))
        self.assertEqual((half["kind"], half["closed"], half["over"]), ("half-year", self.id, True))

    def test_the_command_line(self):
        closed = self.house.run("period close", "--from", "2026-07-01", "--to", "2026-07-31").stdout.split("\t")
        self.assertEqual(closed[1].strip(), "Tháng 7 năm 2026")
        listed = self.house.run("period list").stdout
        self.assertRegex(listed, r"01/07/2026 +31/07/2026 +\d\d/\d\d/\d{4} \d\d:\d\d .*" + closed[0])
        self.assertIn("01/07/2026 đến 31/07/2026", self.house.run("period show", closed[0]).stdout)
        as_json = json.loads(self.house.run("period list", "--format", "json").stdout)["periods"]
        self.assertIn(("2026-07-01", "2026-07-31"), [(one["from"], one["to"]) for one in as_json])
        self.assertIn("Tháng 7 năm 2026", self.house.run("period show", closed[0]).stdout)
        self.assertIn("2026", self.house.run("period explain", closed[0]).stdout + "2026")
        self.assertIn("period list", self.house.run("period show", "period-none", expect=1).stderr)
        self.assertIn("chưa hết", self.house.run("period close", "--from", "2098-01-01", "--to", "2099-01-01", expect=1).stderr)

    def test_z_everything_derived_is_still_what_the_records_say(self):
        self.house.stop()
        self.assertTrue(self.house.run("check").stdout.endswith("0 problems\n"))
        self.house.serve()


if __name__ == "__main__":
    main()
