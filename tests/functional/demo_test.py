#!/usr/bin/env python3
"""The synthetic district: the same seed gives the same bytes, the dirt is in it, and its sign-ins
work on this machine alone."""
import json
import time
import unittest
from collections import Counter, defaultdict

from house import House, main

UNTIL = "2026-06-30"
PERSONS = 600
JSON = {"Content-Type": "application/json", "X-Requested-With": "tram"}


def make(seed, until=UNTIL, persons=PERSONS):
    house = House()
    house.run("demo", "--persons", persons, "--seed", seed, "--until", until)
    return house


def exported(house):
    out = house.folder / "out"
    house.run("export", "--out", out)
    return {file.name: file.read_bytes() for file in sorted(out.glob("*.ndjson"))}


def extension(resource, name):
    for one in resource.get("extension", []):
        if one["url"] == "urn:tram:ext:" + name:
            return one
    return None


def code(concept):
    return concept["coding"][0]["code"]


class SameBytes(unittest.TestCase):
    def test_seed_and_last_day_decide_every_byte(self):
        # One before and after another, so that nothing hangs on what was made before.
        made = {}
        for key in (("1", UNTIL), ("2", UNTIL), ("1", UNTIL), ("1", "2026-06-29")):
            house = make(*key)
            self.addCleanup(house.close)
            made.setdefault(key, []).append(exported(house))
        first, again = made["1", UNTIL]
        self.assertGreater(len(first), 15)
        self.assertEqual(first, again)
        self.assertNotEqual(made["1", UNTIL][0], made["2", UNTIL][0])
        self.assertNotEqual(made["1", UNTIL][0], made["1", "2026-06-29"][0])


class District(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = make(1, persons=1200)
        cls.addClassCleanup(cls.house.close)
        cls.by_type = defaultdict(dict)
        for bytes in exported(cls.house).values():
            for line in bytes.splitlines():
                resource = json.loads(line)
                cls.by_type[resource["resourceType"]][resource["id"]] = resource

    def units(self, kind):
        return {id: unit for id, unit in self.by_type["Organization"].items() if code(unit["type"][0]) == kind}

    def links(self, kind):
        return [link for link in self.by_type["OrganizationAffiliation"].values() if code(link["code"][0]) == kind]

    def commune_of(self, hamlet):
        communes = self.units("commune")
        for link in self.links("part-of"):
            whole = link["organization"]["reference"].split("/")[1]
            if link["participatingOrganization"]["reference"].endswith(hamlet) and whole in communes and "end" not in link["period"]:
                return whole
        return None

    def test_every_record_is_marked_synthetic(self):
        for type, resources in self.by_type.items():
            for resource in resources.values():
                codes = [tag["code"] for tag in resource.get("meta", {}).get("tag", [])]
                self.assertIn("synthetic", codes, f"{type}/{resource['id']}")

    def test_people_are_as_untidy_as_in_life(self):
        people = self.by_type["Patient"].values()
        self.assertGreaterEqual(len(people), PERSONS)
        number = lambda one: any(i["system"].endswith("cccd") for i in one.get("identifier", []))
        self.assertTrue([one for one in people if "link" in one], "linked duplicates")
        self.assertTrue([one for one in people if not number(one)], "no citizen number")
        self.assertTrue([one for one in people if len(one["birthDate"]) == 4], "year of birth alone")
        self.assertTrue([one for one in people if "deceasedDateTime" in one], "deaths")
        self.assertTrue([one for one in people if one["birthDate"] > "2024"], "births")
        self.assertTrue([one for one in people if len(one["address"]) > 1], "moves")
        names = Counter((one["name"][0]["text"] if "text" in one["name"][0] else json.dumps(one["name"]), one["birthDate"][:4])
                        for one in people if "link" not in one)
        self.assertTrue([name for name, count in names.items() if count > 1], "twins nobody has linked")
        seen = {one["subject"]["reference"] for one in self.by_type["Encounter"].values()
                if code(one["type"][0]) not in ("paperwork", "card-check", "counselling")}
        seen |= {one["patient"]["reference"] for one in self.by_type["Immunization"].values()}
        self.assertTrue([id for id in self.by_type["Patient"] if f"Patient/{id}" not in seen], "empty accounts")

    def test_two_communes_claim_one_person(self):
        claimed = 0
        for one in self.by_type["Patient"].values():
            homes = {extension(home, "residence-unit")["valueReference"]["reference"].split("/")[1]
                     for home in one["address"] if "end" not in home["period"]}
            claimed += len({self.commune_of(home) for home in homes}) > 1
        numbers = Counter((one["name"][0].get("text", json.dumps(one["name"])), one["birthDate"][:4]) for one in self.by_type["Patient"].values())
        self.assertTrue(claimed > 0 or max(numbers.values()) > 1)

    def test_the_map_changes(self):
        ended = [unit for unit in self.units("commune").values() if "end" in extension(unit, "valid")["valuePeriod"]]
        self.assertEqual({extension(unit, "valid")["valuePeriod"]["end"] for unit in ended}, {"2025-06-30"})
        successors = defaultdict(list)
        for link in self.links("successor"):
            successors[link["participatingOrganization"]["reference"]].append(link["organization"]["reference"])
        self.assertEqual({len(successors["Organization/" + unit["id"]]) for unit in ended}, {1}, "communes merge")
        split = [unit for unit in self.units("hamlet") if len(successors["Organization/" + unit]) == 2]
        self.assertEqual(len(split), 1, "one hamlet was split in two")
        wholes = defaultdict(set)
        for link in self.links("part-of"):
            if link["period"]["start"] < "2025-07-01":
                wholes[link["participatingOrganization"]["reference"]].add(link["organization"]["reference"])
        moved = [unit for unit in self.units("hamlet") if len(wholes["Organization/" + unit]) > 1]
        self.assertEqual(len(moved), 1, "one hamlet went over to another commune")
        for kind in ("service-point", "school", "workplace", "private-clinic", "army-civil-station", "area-centre"):
            self.assertTrue(self.units(kind), kind)
        self.assertEqual({extension(unit, "remoteness")["valueCode"] for unit in self.units("commune").values()},
                         {"town", "rural", "remote"})

    def test_a_renamed_hamlet_keeps_its_old_name_in_its_history(self):
        self.house.add_user("quan-tri", "administrator")
        self.house.serve()
        self.addCleanup(self.house.stop)
        admin = self.house.as_user("quan-tri")
        renamed = [unit for unit in self.units("hamlet").values() if unit["meta"]["versionId"] != "1"]
        self.assertEqual(len(renamed), 1)
        versions = admin.fhir("GET", f"Organization/{renamed[0]['id']}/_history").json["entry"]
        self.assertEqual(len({version["resource"]["name"] for version in versions}), 2)

    def test_staff_and_premises_differ_from_commune_to_commune(self):
        roles = self.by_type["PractitionerRole"].values()
        kinds = {extension(role, "post-kind")["valueCode"] for role in roles}
        self.assertLessEqual({"own", "contract", "rotation"}, kinds)
        self.assertTrue([role for role in roles if "notAvailable" in role], "absences")
        self.assertTrue([role for role in roles if "end" in role["period"]], "posts left")
        conditions = Counter(code_of["valueCoding"]["code"] for survey in self.by_type["QuestionnaireResponse"].values()
                             for item in survey["item"] if item["linkId"] == "condition" for code_of in item["answer"])
        self.assertGreater(len(conditions), 2, conditions)
        decisions = Counter(code(one["code"]) for one in self.by_type["Basic"].values())
        self.assertLessEqual({"recognition", "operating-licence", "bhyt-contract"}, set(decisions))
        payers = Counter(extension(one, "payer")["valueCode"] for one in self.by_type["Encounter"].values() if extension(one, "payer"))
        self.assertLessEqual({"bhyt", "bhyt-pending", "self", "free"}, set(payers))

    def test_the_plan_is_being_carried_out(self):
        tasks = [task for task in self.by_type["Task"].values()]
        states = Counter(task["status"] for task in tasks if code(task["code"]) == "plan-task")
        self.assertLessEqual({"requested", "in-progress", "completed"}, set(states))
        outcomes = Counter(code(task["output"][0]["valueCodeableConcept"]) for task in tasks
                           if code(task["code"]) == "worklist-item" and "output" in task)
        self.assertIn("done", outcomes)
        self.assertGreater(len(outcomes), 1, outcomes)
        assigned = [goal for goal in self.by_type["Goal"].values() if extension(goal, "goal-kind")["valueCode"] == "assigned"]
        self.assertTrue(assigned)
        for goal in assigned:
            self.assertIn("/NQ-HĐND", extension(goal, "document-number")["valueString"])

    def test_the_records_hold_together(self):
        self.assertIn("0 problems", self.house.run("check").stdout)


class SignIns(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = make(1, persons=1200)
        cls.addClassCleanup(cls.house.close)

    def sign_in(self, name="phongyte"):
        return self.house.request("POST", "/api/v1/session", {"name": name, "password": "tram-gia-lap"}, JSON)

    def test_they_open_on_this_machine_and_are_shown_at_every_start(self):
        for _ in range(2):
            self.house.serve()
            try:
                self.assertEqual(self.sign_in().status, 200)
            finally:
                self.house.stop()
            said = max(self.house.folder.glob("server.*"), key=lambda file: file.stat().st_mtime).read_text()
            for name in ("phongyte", "cap_uy", "tramtruong", "yte_ap", "tram-gia-lap"):
                self.assertIn(name, said)

    def test_a_password_of_ones_own_stays(self):
        own = "chi minh toi biet thoi"
        self.house.serve()
        try:
            cookie = self.sign_in("tramtruong").headers["set-cookie"].split(";")[0]
            changed = self.house.request("POST", "/api/v1/session/password", {"current": "tram-gia-lap", "new": own}, {**JSON, "Cookie": cookie})
            self.assertEqual(changed.status, 204, changed.text)
            self.house.stop()
            self.house.run("init", "--quiet")  # as ./run does at every start
            self.house.serve()
            self.assertEqual(self.sign_in("tramtruong").status, 401)
            entered = self.house.request("POST", "/api/v1/session", {"name": "tramtruong", "password": own}, JSON)
            self.assertEqual(entered.status, 200, entered.text)
            # The list of open sign-ins comes after the address, by which the server is known to be up.
            deadline = time.monotonic() + 30
            while "yte_ap" not in self.house.output.read_text() and time.monotonic() < deadline:
                time.sleep(0.1)
            self.assertIn("yte_ap", self.house.output.read_text())
            self.assertNotIn("tramtruong", self.house.output.read_text())
        finally:
            self.house.run("user password", "--name", "tramtruong", "--password-stdin", stdin="tram-gia-lap\n")
            self.house.stop()

    def test_they_are_refused_where_others_can_knock(self):
        token = self.house.token("phongyte")
        self.house.serve(listen="0.0.0.0:0")
        try:
            self.assertIn("phongyte, cap_uy, tramtruong, bacsi, yte_ap", self.house.output.read_text())
            refused = self.sign_in()
            self.assertEqual(refused.status, 403, refused.text)
            self.assertIn("máy chủ", refused.json["detail"])
            self.assertIn("password is public", refused.json["detail_en"])
            self.assertEqual(self.house.request("GET", "/api/v1/session", token=token).status, 403)
            self.house.run("user password", "--name", "bacsi", "--password-stdin", stdin="mat khau rieng cua toi\n")
            own = self.house.request("POST", "/api/v1/session", {"name": "bacsi", "password": "mat khau rieng cua toi"}, JSON)
            self.assertEqual(own.status, 200, own.text)
        finally:
            self.house.stop()


if __name__ == "__main__":
    main()
