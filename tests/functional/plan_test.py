#!/usr/bin/env python3
"""A plan from file to record: checked, loaded once, edited on screen, and what a reload offers; a
second plan written by a user; steps without a number; and a tree of units that goes in a circle."""
import json
import re
import subprocess

from house import ROOT, TRAM, HouseTest, main

UNTIL = "2026-03-31"


def sample():
    """The file of the guide, as a user would copy it."""
    guide = (ROOT / "docs/guide/plan-files.md").read_text()
    return re.search(r"```yaml\n(.*?)```", guide, re.S).group(1)


class Plan(HouseTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.house.run("demo", "--persons", 600, "--seed", 2, "--until", UNTIL)
        plans = cls.house.data / "content/plans"
        plans.mkdir(parents=True)
        cls.file = plans / "nq-2026.yaml"
        cls.file.write_text(sample())
        cls.house.serve()
        cls.office = cls.house.as_user("phongyte")

    def load(self, *words):
        return json.loads(self.house.run("plan load", "--plan", "nq-2026", "--format", "json", *words).stdout)

    def restart(self):
        self.house.stop()
        self.house.serve()

    def test_a_the_file_of_the_guide_is_right(self):
        self.assertIn("nq-2026: đúng, 1 chỉ tiêu, 2 nhiệm vụ", self.check(self.file))
        self.assertIn("ct25: đúng, 12 chỉ tiêu", self.check(ROOT / "content/plans/ct25.yaml"))

    def check(self, file, expect=0):
        done = subprocess.run([TRAM, "plan", "check", file], capture_output=True, text=True)
        self.assertEqual(done.returncode, expect, done.stderr)
        return done.stdout if expect == 0 else done.stderr

    def test_a_a_wrong_file_is_refused_with_line_and_remedy(self):
        wrong = self.house.folder / "wrong.yaml"
        wrong.write_text(sample().replace('operator: ">"', "operator: above"))
        line = sample().split("operator:")[0].count("\n") + 1
        told = self.check(wrong, expect=1)
        self.assertIn(f"wrong.yaml:{line}:", told)
        self.assertIn("operator", told)
        self.assertIn("> >= = toward", told)
        wrong.write_text(sample().replace('operator: ">"', "operator: above").replace("lead: station", "leads: station"))
        told = self.check(wrong, expect=1)
        self.assertIn("operator", told)
        self.assertIn("leads", told, "all that is wrong at once")
        wrong.write_text(sample().replace("indicator: insured", "indicator: cua-toi"))
        self.assertIn("--data", self.check(wrong, expect=1))
        self.check(self.house.folder / "nothing.yaml", expect=1)
        self.house.run("plan check", expect=2)

    def test_b_loading_makes_it_once(self):
        first = self.load()
        self.assertEqual(first["made"], 1 + 3 + 2, "horizon, milestones, tasks")
        self.assertEqual(first["definitions"], 2, "one Measure, one PlanDefinition")
        again = self.load()
        self.assertEqual((again["made"], again["same"], again["definitions"], again["changed"], again["dropped"]), (0, 6, 0, [], []))
        measures = self.office.fhir("GET", "Measure?url=urn:tram:measure:insured").json
        self.assertEqual(len(measures["entry"]), 1)
        listed = self.house.run("plan list").stdout
        self.assertIn("nq-2026", listed)
        ids = [plan["id"] for plan in self.office.get("/api/v1/plans").json["plans"]]
        self.assertEqual(ids, ["ct25", "nq-2026"], "the plan valid longest is the default")

    def test_c_each_plan_has_its_own_targets(self):
        shipped, other = self.office.get("/api/v1/plan").json, self.office.get("/api/v1/plan", plan="nq-2026").json
        self.assertEqual((shipped["id"], other["id"]), ("ct25", "nq-2026"))
        value = lambda plan: {m["year"]: m["value"] for t in plan["targets"] if t["indicator"] == "insured" for m in t["milestones"]}
        self.assertEqual(value(other), {2026: 94, 2027: 95, 2028: 96})
        self.assertEqual(value(shipped)[2027], 94.3)
        self.assertEqual([task["title"] for task in other["tasks"]][1], "Báo cáo kết quả")
        card = self.office.get("/api/v1/indicators", plan="nq-2026", as_of=UNTIL).json
        self.assertEqual({row["indicator"] for row in card["rows"]}, {"insured"})
        self.assertEqual({(row["target"], row["milestone"]) for row in card["rows"]}, {(96, 94)})
        missing = self.office.get("/api/v1/indicators", plan="none")
        self.assertEqual((missing.status, missing.json["path"]), (404, "plan"))

    def test_d_a_reload_offers_what_differs(self):
        target = self.office.get("/api/v1/plan", plan="nq-2026").json["targets"][0]
        milestone = next(one for one in target["milestones"] if one["year"] == 2027)
        edited = self.office.request("PUT", "/api/v1/plan/goals?plan=nq-2026", {
            "kind": "milestone", "indicator": "insured", "unit": milestone["unit"], "year": 2027, "value": 95.5, "version": milestone["version"]})
        self.assertEqual(edited.status, 200, edited.text)
        self.file.write_text(sample().replace("due: 2026-06-30", "due: 2026-07-31").replace("2028: 96}", "2028: 96.5}")
                             + "also_to: [Thường trực Tỉnh ủy]\n")
        self.restart()
        offered = self.load()
        told = {(one["key"].split("/")[1] if one["type"] == "Task" else one["key"].split("/")[-1], one["field"]): (one["was"], one["now"], one["edited"])
                for one in offered["changed"]}
        self.assertEqual(told, {("review", "due_on"): ("2026-06-30", "2026-07-31", False),
                                ("2028", "value"): ("96", "96.5", False), ("2027", "value"): ("95.5", "95", True)})
        self.assertEqual((offered["made"], offered["accepted"]), (0, 0))
        milestones = lambda: {m["year"]: m["value"] for m in self.office.get("/api/v1/plan", plan="nq-2026").json["targets"][0]["milestones"]}
        self.assertEqual(milestones()[2027], 95.5, "what a user set stays until somebody accepts")
        keys = {one["key"].split("/")[-1]: one["key"] for one in offered["changed"]}
        refused = self.house.run("plan load", "--plan", "nq-2026", "--accept", "nq-2026/none", expect=1)
        self.assertIn("nq-2026/none", refused.stderr)
        some = self.load("--accept", keys["2028"], keys["review"])
        self.assertEqual((some["accepted"], {one["key"] for one in some["changed"] if one["accepted"]}), (2, {keys["2028"], keys["review"]}))
        self.assertEqual(milestones(), {2026: 94, 2027: 95.5, 2028: 96.5})
        self.assertEqual(self.load("--accept")["accepted"], 1)
        self.assertEqual(milestones(), {2026: 94, 2027: 95, 2028: 96.5})
        self.assertEqual(self.load()["changed"], [])

    def test_e_what_left_the_file_is_told_and_kept(self):
        text = self.file.read_text()
        self.file.write_text(text.replace("2027: 95, ", ""))
        self.restart()
        dropped = self.load()["dropped"]
        self.assertEqual([(one["type"], one["key"].split("/")[-1]) for one in dropped], [("Goal", "2027")])
        self.assertIn(2027, [m["year"] for m in self.office.get("/api/v1/plan", plan="nq-2026").json["targets"][0]["milestones"]])

    def test_f_assigned_targets_of_communes_by_year_with_their_document(self):
        units = self.office.get("/api/v1/units").json["units"]
        commune = next(unit for unit in units if unit["kind"] == "commune")
        wish = {"kind": "assigned", "indicator": "insured", "unit": commune["code"], "year": 2026, "value": 93.5}
        refused = self.office.request("PUT", "/api/v1/plan/goals", wish)
        self.assertEqual((refused.status, refused.json["path"]), (400, "number"))
        for year, value in ((2026, 93.5), (2027, 94)):
            put = self.office.request("PUT", "/api/v1/plan/goals", {**wish, "year": year, "value": value, "number": "12/NQ-HĐND"})
            self.assertEqual(put.status, 200, put.text)
        assigned = next(t for t in self.office.get("/api/v1/plan").json["targets"] if t["indicator"] == "insured")["assigned"]
        # Beside those the district was made with.
        mine = [one for one in assigned if one["unit"] == commune["id"] and one["year"] >= 2026]
        self.assertEqual([(one["year"], one["unit"], one["value"], one["number"]) for one in mine],
                         [(2026, commune["id"], 93.5, "12/NQ-HĐND"), (2027, commune["id"], 94, "12/NQ-HĐND")])
        row = next(row for row in self.office.get("/api/v1/indicators", as_of=UNTIL).json["rows"]
                   if row["indicator"] == "insured" and row["unit"] == commune["id"])
        self.assertEqual(row["assigned"], 93.5)
        stale = self.office.request("PUT", "/api/v1/plan/goals", {**wish, "value": 92, "number": "13/NQ-HĐND", "version": 99})
        self.assertIn(stale.status, (409, 412))
        for field, value in (("year", 1999), ("value", 101), ("unit", "00000"), ("kind", "wish"), ("indicator", "none")):
            answer = self.office.request("PUT", "/api/v1/plan/goals", {**wish, "number": "1", field: value})
            self.assertEqual((answer.status, answer.json["path"]), (400, field), answer.text)

    def test_g_steps_have_a_state_for_each_unit(self):
        steps = self.office.get("/api/v1/plan").json["steps"]
        self.assertEqual([step["id"] for step in steps], ["established", "head", "departments", "hamlet-workers", "governing-authority"])
        unit = steps[0]["units"][0]
        self.assertEqual((unit["state"], unit["number"]), ("none", None))
        put = self.office.request("PUT", "/api/v1/plan/steps", {"step": "established", "unit": unit["unit"], "number": "25/QĐ-UBND", "issued_on": "2025-07-01"})
        self.assertEqual(put.status, 200, put.text)
        now = next(one for one in self.office.get("/api/v1/plan").json["steps"][0]["units"] if one["unit"] == unit["unit"])
        self.assertEqual((now["state"], now["number"], now["issued_on"]), ("done", "25/QĐ-UBND", "2025-07-01"))
        again = self.office.request("PUT", "/api/v1/plan/steps", {"step": "established", "unit": unit["unit"], "number": "26/QĐ-UBND",
                                                                  "issued_on": "2025-07-02", "version": now["version"]})
        self.assertEqual(again.status, 200, again.text)
        self.assertEqual(sum(one["state"] == "done" for one in self.office.get("/api/v1/plan").json["steps"][0]["units"]), 1)
        for field, value in (("step", "none"), ("issued_on", "2025-02-30"), ("issued_on", "2099-01-01")):
            answer = self.office.request("PUT", "/api/v1/plan/steps", {"step": "head", "unit": unit["unit"], "number": "1", "issued_on": "2025-07-01", field: value})
            self.assertEqual((answer.status, answer.json["path"]), (400, field), answer.text)
        leader = self.house.as_user("cap_uy")
        self.assertEqual(leader.request("PUT", "/api/v1/plan/steps", {"step": "head", "unit": unit["unit"], "number": "1", "issued_on": "2025-07-01"}).status, 403)

    def test_g_the_plan_has_its_own_number_and_day_as_a_paper_of_the_unit(self):
        plan = lambda caller: {key: caller.get("/api/v1/plan").json[key] for key in ("number", "issued_on", "signer", "signer_title", "paper")}
        self.assertEqual(plan(self.office), {"number": None, "issued_on": None, "signer": None, "signer_title": None, "paper": None})
        wish = {"number": "45-KH/HU", "issued_on": "2024-03-05", "signer": "Người ký giả lập", "signer_title": "Phó Bí thư"}
        put = self.office.request("PUT", "/api/v1/plan/paper", wish)
        self.assertEqual(put.status, 200, put.text)
        told = plan(self.office)
        self.assertEqual({key: told[key] for key in wish}, wish)
        self.assertEqual(told["paper"]["version"], put.json["version"])
        self.assertIn("45-KH/HU", [one["number"] for one in self.office.get("/api/v1/plans").json["plans"]])
        again = self.office.request("PUT", "/api/v1/plan/paper", {**wish, "number": "46-KH/HU", "version": put.json["version"]})
        self.assertEqual(again.status, 200, again.text)
        self.assertEqual(plan(self.office)["number"], "46-KH/HU")
        stale = self.office.request("PUT", "/api/v1/plan/paper", {**wish, "version": put.json["version"]})
        self.assertIn(stale.status, (409, 412))
        for field, value in (("issued_on", "2024-02-30"), ("issued_on", "2099-01-01"), ("number", ""), ("unit", "00000")):
            answer = self.office.request("PUT", "/api/v1/plan/paper", {**wish, field: value})
            self.assertIn(answer.status, (400, 404), answer.text)
            self.assertEqual(answer.json["path"], field)
        leader = self.house.as_user("cap_uy")
        self.assertEqual(leader.request("PUT", "/api/v1/plan/paper", wish).status, 403)
        # A commune works by the paper of the level above until its own committee has issued one.
        head = self.house.as_user("tramtruong")
        self.assertEqual(plan(head)["number"], "46-KH/HU")
        commune = next(unit for unit in self.office.get("/api/v1/units").json["units"] if unit["kind"] == "commune")
        made = self.office.request("POST", "/api/v1/reports", {"template": "A", "from": "2025-12-15", "to": UNTIL})
        report = self.office.get("/api/v1/reports/" + made.json["id"]).json
        self.assertIn("46-KH/HU, ngày 05/03/2024", report["sections"][0]["text"])
        own = self.office.request("PUT", "/api/v1/plan/paper", {**wish, "number": "07-KH/ĐU", "unit": commune["code"]})
        self.assertEqual(own.status, 200, own.text)
        self.assertEqual(plan(self.office)["number"], "46-KH/HU")
        made = self.office.request("POST", "/api/v1/reports", {"template": "A", "unit": commune["code"], "from": "2025-12-15", "to": UNTIL})
        report = self.office.get("/api/v1/reports/" + made.json["id"]).json
        self.assertIn("07-KH/ĐU", report["sections"][0]["text"])

    def test_h_heads_of_units_have_their_day(self):
        heads = self.office.get("/api/v1/plan").json["heads"]
        self.assertTrue(heads)
        for head in heads:
            self.assertTrue(head["name"] and re.fullmatch(r"\d{4}-\d\d-\d\d", head["since"] or "2000-01-01"), head)

    def test_i_only_an_administrator_loads(self):
        self.assertEqual(self.office.request("POST", "/api/v1/plan/load?plan=nq-2026", {}).status, 403)

    def test_z_the_server_lives_with_a_circle_of_units(self):
        units = self.office.get("/api/v1/units").json["units"]
        commune = next(unit for unit in units if unit["kind"] == "commune")
        hamlet = next(unit for unit in units if unit["parent"] == commune["id"])
        path = self.house.folder / "circle.json"
        path.write_text(json.dumps({
            "resourceType": "OrganizationAffiliation", "id": "vong", "active": True, "period": {"start": "2026-06-01"},
            "organization": {"reference": "Organization/" + hamlet["id"]},
            "participatingOrganization": {"reference": "Organization/" + commune["id"]},
            "code": [{"coding": [{"system": "urn:tram:codes:unit-link", "code": "part-of"}]}]}))
        self.house.run("import", path)
        for route in ("/api/v1/indicators", "/api/v1/indicators/insured/members"):
            answer = self.office.get(route)
            self.assertEqual(answer.status, 422, answer.text[:300])
            self.assertIn(commune["name"], answer.json["detail"])
            self.assertIn(hamlet["name"], answer.json["detail_en"])
        for route in ("/api/v1/units", "/api/v1/plan", "/api/v1/session", "/api/v1/worklists?mine=true", "/fhir/Organization/" + commune["id"]):
            self.assertEqual(self.office.get(route).status, 200, route)
        person = self.office.fhir("GET", "Patient?_count=1").json["entry"][0]["resource"]["id"]
        self.assertEqual(self.office.get("/api/v1/people/" + person).status, 200)
        told = self.house.run("units").stdout
        self.assertIn(commune["name"], told)
        self.assertIn("Xã, phường", told)
        self.house.stop()
        told = self.house.run("check", expect=1)
        self.assertIn("thành vòng", told.stdout)
        self.house.serve()
        path.write_text(path.read_text().replace('"2026-06-01"', '"2020-06-01", "end": "2020-06-30"'))
        self.house.run("import", path)
        self.assertEqual(self.office.get("/api/v1/indicators", as_of=UNTIL).status, 200, "the link ended, figures are back")


if __name__ == "__main__":
    main()
