#!/usr/bin/env python3
"""Work given out from a gap list: what outcomes do to the register of people, how they are taken back,
and what hinders a person."""
import datetime

from house import HouseTest, main

CODES, EXT = "urn:tram:codes:", "urn:tram:ext:"
LENT = ("muon", "muon-xong", "muon-qua", "muon-lai")
NAMES = ("met", "gap", "vang", "choi", "doi", "mat", "lan", "sua", "xa", "di")


def concept(codes, code):
    return {"coding": [{"system": CODES + codes, "code": code}]}


def unit(name, kind, until=None):
    return {"resourceType": "Organization", "id": name, "name": name.capitalize(), "type": [concept("unit-kind", kind)],
            "identifier": [{"system": "urn:tram:id:unit", "value": name}],
            "extension": [{"url": EXT + "valid", "valuePeriod": {"start": "2000-01-01", **({"end": until} if until else {})}}]}


def part_of(part, whole):
    return {"resourceType": "OrganizationAffiliation", "id": part + "-thuoc", "code": [concept("unit-link", "part-of")],
            "organization": {"reference": "Organization/" + whole}, "period": {"start": "2000-01-01"},
            "participatingOrganization": {"reference": "Organization/" + part}}


def person(name, home="ap-mot", **more):
    return {"resourceType": "Patient", "id": name, "name": [{"text": name}], "gender": "female", "birthDate": "1950-01-01",
            "address": [{"text": home, "period": {"start": "2015-01-01"}, "extension": [
                {"url": EXT + "residence-unit", "valueReference": {"reference": "Organization/" + home}},
                {"url": EXT + "presence", "valueCode": "resident"}]}], **more}


class Work(HouseTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.house.run("init")
        cls.house.serve()
        cls.admin = cls.house.as_user("admin")
        for record in (unit("huyen", "district"), unit("xa", "commune"), unit("ap-mot", "hamlet"), unit("ap-hai", "hamlet"),
                       part_of("xa", "huyen"), part_of("ap-mot", "xa"), part_of("ap-hai", "xa")):
            cls.admin.put(record)
        cls.admin.put(unit("tram", "station"))
        cls.admin.put(part_of("tram", "xa"))
        for name in NAMES:
            cls.admin.put(person(name))
        for name in ("ngoai", "ngoai-hai", "nha", "giao", "giao-hai", "huyet-ap", *LENT):
            cls.admin.put(person(name))
        cls.admin.put(person("tram-quan", managingOrganization={"reference": "Organization/tram"}))
        cls.admin.put(unit("tram-cu", "station", "2025-06-30"))
        cls.admin.put({"resourceType": "OrganizationAffiliation", "id": "tram-cu-sang-tram", "code": [concept("unit-link", "successor")],
                       "organization": {"reference": "Organization/tram"}, "period": {"start": "2025-07-01"},
                       "participatingOrganization": {"reference": "Organization/tram-cu"}})
        cls.admin.put(person("tram-cu-quan", managingOrganization={"reference": "Organization/tram-cu"}))
        cls.house.add_user("hai", "village_worker", "ap-hai")
        cls.house.add_user("bac", "station_doctor", "tram")
        cls.house.add_user("huong", "village_worker", "ap-mot")
        cls.house.add_user("truong", "station_head", "xa")
        cls.worker, cls.head = cls.house.as_user("huong"), cls.house.as_user("truong")
        cls.today = cls.admin.get("/api/v1/session").json["today"]
        made = cls.head.request("POST", "/api/v1/worklists", {
            "title": "Khám", "indicator": "health-managed", "owner": "huong", "unit": "ap-mot", "due_on": cls.today,
            "reason": "thử", "members": list(NAMES)})
        assert made.status == 201, made.text
        cls.list = made.json["id"]

    @classmethod
    def tearDownClass(cls):
        cls.house.stop()
        checked = cls.house.run("check").stdout.splitlines()[-1]
        assert checked == "0 problems", checked
        super().tearDownClass()

    def items(self):
        return {one["person"]["id"]: one for one in self.worker.get("/api/v1/worklists/" + self.list).json["items"]}

    def enter(self, name, outcome, on=None, caller=None, **more):
        answer = (caller or self.worker).request("POST", f"/api/v1/worklists/{self.list}/outcomes", {"outcomes": [
            {"item": self.items()[name]["item"], "outcome": outcome, "on": on or self.today, **more}]})
        self.assertEqual(answer.status, 200, answer.text)
        return answer.json

    def undo(self, *names, caller=None):
        items = self.items()
        answer = (caller or self.worker).request(
            "POST", f"/api/v1/worklists/{self.list}/undo", {"items": [items[name]["item"] for name in names]})
        self.assertEqual(answer.status, 200, answer.text)
        return answer.json

    def base(self, home="huyen"):
        rows = self.admin.get("/api/v1/indicators", unit=home).json
        return next(row["denominator"] for row in rows["rows"] if row["indicator"] == "health-managed" and row["unit"] == rows["unit"])

    def patient(self, name):
        return self.admin.fhir("GET", "Patient/" + name).json

    def give(self, owner, unit, *members, caller=None, **more):
        return (caller or self.head).request("POST", "/api/v1/worklists", {
            "title": "Khám", "indicator": "health-managed", "owner": owner, "unit": unit, "due_on": self.today, "members": list(members), **more})

    def test_work_beyond_the_owners_hamlet_is_given_only_when_it_is_meant(self):
        other = self.house.as_user("hai")
        self.assertEqual(other.get("/api/v1/people/ngoai").status, 404)
        refused = self.give("hai", "ap-hai", "ngoai", "ngoai-hai")
        self.assertEqual((refused.status, refused.json["path"]), (409, "outside"), refused.text)
        self.assertIn("2 trong 2 người không thuộc địa bàn Ap-hai", refused.json["detail"])
        self.assertIn("mở hồ sơ của họ cho Ap-hai", refused.json["detail"])
        self.assertEqual(other.get("/api/v1/people/ngoai").status, 404, "a refusal opens nothing")
        self.assertEqual(self.give("hai", "ap-hai", "ngoai", outside=True).status, 201)
        self.assertEqual(other.get("/api/v1/people/ngoai").status, 200)
        self.assertEqual(other.get("/api/v1/people/ngoai-hai").status, 404)

    def day(self, after):
        return str(datetime.date.fromisoformat(self.today) + datetime.timedelta(days=after))

    def test_records_opened_by_work_are_shut_some_days_after(self):
        other = self.house.as_user("hai")
        seen = lambda: {one["resource"]["id"] for one in other.fhir("GET", "Patient?_count=100").json["entry"]} & set(LENT)
        total = lambda: other.fhir("GET", "Patient?_summary=count").json["total"]
        everyone = total()
        lists = {}
        for name, due in (("muon", -14), ("muon-xong", 3), ("muon-qua", -15), ("muon-lai", -15)):
            made = self.give("hai", "ap-hai", name, outside=True, due_on=self.day(due))
            self.assertEqual(made.status, 201, made.text)
            lists[name] = made.json["id"]
        # Due 14 days ago: today is the last day.
        self.assertEqual((seen(), total()), ({"muon", "muon-xong"}, everyone + 2))
        sheet = other.get("/api/v1/worklists/" + lists["muon"]).json
        self.assertEqual((sheet["shut"], [one["open_until"] for one in sheet["items"]]), (0, [self.today]))
        # A day later everything is as if they were not there, but that the work was given.
        for path in ("", "/_history", "/_history/1", "/$everything"):
            self.assertEqual(other.fhir("GET", "Patient/muon" + path).status, 200, path)
            self.assertEqual(other.fhir("GET", "Patient/muon-qua" + path).status, 404, path)
        self.assertEqual(other.get("/api/v1/people/muon-qua").status, 404)
        self.assertEqual(other.fhir("GET", "Task?patient=muon-qua").json.get("entry", []), [])
        sheet = other.get("/api/v1/worklists/" + lists["muon-qua"])
        self.assertEqual((sheet.json["total"], sheet.json["shut"], sheet.json["items"]), (1, 1, []))
        self.assertNotIn("muon-qua", sheet.text)
        item = self.head.get("/api/v1/worklists/" + lists["muon-qua"]).json["items"][0]
        self.assertIsNone(item["open_until"], "where the person lives nothing ends")
        refused = other.request("POST", f"/api/v1/worklists/{lists['muon-qua']}/outcomes", {"outcomes": [
            {"item": item["item"], "outcome": "done", "on": self.today}]}).json
        self.assertEqual((refused["applied"], len(refused["problems"])), (0, 1))
        # Done before it was due: the days count from then; done on a day long past it is over at once.
        enter = lambda caller, name, **outcome: caller.request("POST", f"/api/v1/worklists/{lists[name]}/outcomes", {"outcomes": [
            {"item": self.head.get("/api/v1/worklists/" + lists[name]).json["items"][0]["item"], **outcome}]}).json
        until = lambda name: [one["open_until"] for one in other.get("/api/v1/worklists/" + lists[name]).json["items"]]
        self.assertEqual(until("muon-xong"), [self.day(17)])
        self.assertEqual(enter(other, "muon-xong", outcome="will-come", on=self.today)["applied"], 1)
        self.assertEqual(until("muon-xong"), [self.day(17)], "who will come is not done")
        self.assertEqual(enter(other, "muon-xong", outcome="done", on=self.day(-2))["applied"], 1)
        self.assertEqual(until("muon-xong"), [self.day(12)])
        self.assertEqual(enter(other, "muon-xong", outcome="done", on=self.day(-15))["applied"], 1)
        self.assertEqual((until("muon-xong"), seen(), total()), ([], {"muon"}, everyone + 1))
        sheet = other.get("/api/v1/worklists/" + lists["muon-xong"]).json
        self.assertEqual((sheet["shut"], sheet["by_outcome"]["done"]), (1, 1), "that it was done is still told")
        # Closed late: nothing opens again. A new due day does.
        self.assertEqual(enter(self.head, "muon-lai", outcome="refused", on=self.today)["applied"], 1)
        self.assertEqual(seen(), {"muon"})
        task = self.head.get("/api/v1/worklists/" + lists["muon-qua"]).json["items"][0]["item"]
        longer = self.admin.fhir("GET", "Task/" + task).json
        longer["restriction"]["period"]["end"] = self.day(1)
        self.admin.put(longer)
        self.assertEqual((until("muon-qua"), seen(), total()), ([self.day(15)], {"muon", "muon-qua"}, everyone + 2))

    def test_an_owner_works_at_the_unit_the_list_belongs_to(self):
        for owner in ("hai", "nobody"):
            refused = self.give(owner, "ap-mot", "gap")
            self.assertEqual((refused.status, refused.json["path"]), (400, "owner"), refused.text)

    def test_a_doctor_of_a_station_begins_with_the_commune_it_serves(self):
        doctor = self.house.as_user("bac")
        home = doctor.get("/api/v1/session").json
        self.assertEqual(([one["id"] for one in home["units"]], home["home"]["id"]), (["tram"], "xa"))
        card = doctor.get("/api/v1/indicators").json
        self.assertEqual(card["unit"], "xa")
        self.assertEqual({one["id"] for one in doctor.get("/api/v1/units").json["units"]}, {"xa", "tram", "ap-mot", "ap-hai"})
        self.assertEqual(doctor.get("/api/v1/indicators", unit="huyen").status, 404)
        # Names stay with those whose records are open to the station, also by the one whose place it takes; the
        # others of the figure are counted.
        answer = doctor.get("/api/v1/indicators/health-managed/members", unit="xa").json
        self.assertEqual({one["member"] for one in answer["members"]}, {"tram-quan", "tram-cu-quan"})
        everybody = self.head.get("/api/v1/indicators/health-managed/members", unit="xa").json
        self.assertEqual((everybody["closed"], answer["closed"]), (0, everybody["total"] - 2))
        self.assertEqual(self.admin.get("/api/v1/session").json["home"]["id"], "huyen")

    def test_a_home_check_says_when_it_is_pre_screening(self):
        for caller, waits in ((self.worker, True), (self.head, False)):
            answer = caller.request("POST", "/api/v1/people/nha/home-checks", {"on": self.today, "systolic": 130, "diastolic": 80})
            self.assertEqual((answer.status, answer.json["pre_screening"]), (201, waits), answer.text)
            if waits:
                one = next(one for one in self.admin.get("/api/v1/indicators/high-risk-checked/members", met="false").json["members"] if one["member"] == "nha")
                self.assertEqual((one["why"], one["evidence"]["on"]), ("pre-screened", self.today))
                self.assertIn(("85354-9", "screened-only"), {(lack["item"], lack["why"]) for lack in one["details"]})
                mine = next(row for row in self.admin.get("/api/v1/people/nha").json["indicators"] if row["id"] == "high-risk-checked")
                self.assertEqual((mine["why"], mine["evidence"]["on"]), ("pre-screened", self.today))
        self.assertEqual(self.why("nha"), "incomplete", "what the station measures counts")
        workers = {one["user"]: one["pre_screening"] for one in self.head.get("/api/v1/workers").json["workers"]}
        self.assertEqual((workers["huong"], workers["truong"]), (True, False))

    def given(self, name, indicator="health-managed"):
        members = self.head.get(f"/api/v1/indicators/{indicator}/members", met="false").json["members"]
        return next(one["open_item"] for one in members if one["member"] == name)

    def test_a_list_of_names_tells_who_has_them_already(self):
        self.assertIsNone(self.given("giao"))
        made = self.give("huong", "ap-mot", "giao", title="Thăm")
        again = self.give("truong", "xa", "giao-hai", title="Thăm")
        self.assertEqual((made.json["title"], again.json["title"]), ("Thăm", "Thăm, đợt 2"), "told apart")
        owner = self.house.as_user("huong").get("/api/v1/session").json["display_name"]
        self.assertEqual(self.given("giao"), {"worklist": made.json["id"], "title": "Thăm", "owner": owner, "due_on": self.today,
                                              "open": True, "outcome": None, "outcome_on": None})
        self.assertIsNone(self.given("giao", "high-risk-checked"), "of this indicator alone")
        item = self.worker.get("/api/v1/worklists/" + made.json["id"]).json["items"][0]
        self.assertEqual(item["person"]["commune"], "Xa")
        answer = self.worker.request("POST", f"/api/v1/worklists/{made.json['id']}/outcomes",
                                     {"outcomes": [{"item": item["item"], "outcome": "done", "on": self.today}]})
        self.assertEqual(answer.json["applied"], 1)
        now = self.given("giao")
        self.assertEqual((now["open"], now["outcome"], now["outcome_on"]), (False, "done", self.today), "no record says so yet")

    def test_a_home_check_says_what_it_did_to_the_figure_of_its_list(self):
        for indicator, met in (("health-managed", True), ("periodic-check", False)):
            made = self.give("huong", "ap-mot", "huyet-ap", indicator=indicator)
            item = self.worker.get("/api/v1/worklists/" + made.json["id"]).json["items"][0]
            answer = self.worker.request("POST", "/api/v1/people/huyet-ap/home-checks", {
                "on": self.today, "systolic": 130, "diastolic": 80, "weight": 50, "item": item["item"]})
            self.assertEqual(answer.status, 201, answer.text)
            figure = answer.json["figure"]
            self.assertEqual((figure["indicator"], figure["met"]), (indicator, met), answer.text)
            self.assertEqual((figure["why_title"] is None, figure["note"] is None), (met, met))
        alone = self.worker.request("POST", "/api/v1/people/huyet-ap/home-checks", {"on": self.today, "weight": 51})
        self.assertIsNone(alone.json["figure"])

    def test_a_blood_pressure_is_told_the_right_way_round_and_codes_by_their_own_words(self):
        def part(code, value):
            return {"code": {"coding": [{"system": "http://loinc.org", "code": code}]},
                    "valueQuantity": {"value": value, "unit": "mmHg", "system": "http://unitsofmeasure.org", "code": "mm[Hg]"}}
        base = {"resourceType": "Observation", "status": "final", "subject": {"reference": "Patient/huyet-ap"},
                "effectiveDateTime": "2020-03-03"}
        loinc = lambda code, **more: {"coding": [{"system": "http://loinc.org", "code": code, **more}]}
        self.admin.put({**base, "id": "nguoc", "code": loinc("85354-9"), "component": [part("8462-4", 80), part("8480-6", 120)]})
        self.admin.put({**base, "id": "mot-nua", "code": loinc("85354-9"), "component": [part("8462-4", 70)]})
        self.admin.put({**base, "id": "la", "code": {**loinc("8310-5"), "text": "Body temperature"},
                        "valueQuantity": {"value": 39, "code": "Cel"}})
        self.admin.put({**base, "id": "dap", "code": loinc("80382-5", display="Influenza A"),
                        "valueCodeableConcept": {"coding": [{"code": "260415000"}], "text": "Not detected"}})
        seen = {one["id"]: (one["title"], one["value"]) for one in self.admin.get("/api/v1/people/huyet-ap").json["timeline"]}
        self.assertEqual(seen["nguoc"], ("Huyết áp", "120/80 mm[Hg]"))
        self.assertEqual(seen["mot-nua"], ("Huyết áp", "–/70 mm[Hg]"))
        self.assertEqual(seen["la"], ("Body temperature", "39 Cel"))
        self.assertEqual(seen["dap"], ("Influenza A", "Not detected"))

    def test_not_found_and_refused_shrink_no_denominator_and_are_taken_back(self):
        before, record = self.base(), self.patient("vang")
        for name, outcome, more in (("vang", "not-found", {"circumstance": "away", "note": "đi làm xa"}), ("choi", "refused", {})):
            self.assertEqual(self.enter(name, outcome, **more)["applied"], 1)
        self.assertEqual(self.base(), before)
        item = self.items()["vang"]
        self.assertEqual((item["outcome"], item["circumstance"], item["note"]), ("not-found", "away", "đi làm xa"))
        self.assertEqual(self.undo("vang", "choi"), {"undone": 2, "register_kept": [], "problems": []})
        item = self.items()["vang"]
        self.assertEqual((item["outcome"], item["circumstance"], item["note"]), (None, None, None))
        self.assertEqual(self.base(), before)
        self.assertEqual(self.patient("vang"), record, "nothing was written to the person's record")

    def test_a_death_taken_back_brings_the_person_back(self):
        before, record = self.base(), self.patient("mat")
        self.enter("mat", "will-come", on="2026-01-05" if self.today > "2026-01-05" else None)
        self.enter("mat", "died")
        self.assertEqual(self.patient("mat")["deceasedDateTime"], self.today)
        self.assertEqual(self.base(), before - 1)
        self.assertEqual(self.undo("mat"), {"undone": 1, "register_kept": [], "problems": []})
        self.assertEqual(self.base(), before)
        now = self.patient("mat")
        self.assertEqual({**now, "meta": 0}, {**record, "meta": 0})
        self.assertEqual(now["meta"]["versionId"], "3", "history keeps the mistake")
        history = self.admin.fhir("GET", "Patient/mat/_history").json
        self.assertEqual([("deceasedDateTime" in one["resource"]) for one in history["entry"]], [False, True, False])
        self.assertEqual(self.items()["mat"]["outcome"], "will-come", "the outcome before it stands again")
        self.undo("mat")
        self.assertIsNone(self.items()["mat"]["outcome"])
        empty = self.undo("mat")
        self.assertEqual((empty["undone"], len(empty["problems"])), (0, 1))
        self.assertIn("không có kết quả", empty["problems"][0]["detail"])

    def test_a_move_taken_back_opens_the_home_again(self):
        record = self.patient("doi")
        one, two = self.base("ap-mot"), self.base("ap-hai")
        self.enter("doi", "moved", to_unit="ap-hai")
        self.assertEqual((self.base("ap-mot"), self.base("ap-hai")), (one - 1, two + 1))
        self.assertEqual(len(self.patient("doi")["address"]), 2)
        self.assertEqual(self.undo("doi")["undone"], 1)
        self.assertEqual({**self.patient("doi"), "meta": 0}, {**record, "meta": 0})
        self.assertEqual((self.base("ap-mot"), self.base("ap-hai")), (one, two))
        wrong = self.enter("doi", "moved", to_unit="huyen")
        self.assertEqual((wrong["applied"], len(wrong["problems"])), (0, 1))

    def test_an_outcome_in_place_of_another_takes_its_effect_back(self):
        before = self.base()
        self.enter("lan", "died")
        self.enter("lan", "moved")
        record = self.patient("lan")
        self.assertNotIn("deceasedDateTime", record)
        self.assertIn("end", record["address"][0]["period"])
        self.enter("lan", "not-found")
        self.assertNotIn("end", self.patient("lan")["address"][0]["period"])
        self.assertEqual(self.base(), before)

    def test_what_was_changed_since_stays(self):
        self.enter("sua", "died")
        changed = {**self.patient("sua"), "deceasedDateTime": "2025-12-24"}
        changed.pop("meta")
        self.admin.put(changed)
        undone = self.undo("sua")
        self.assertEqual((undone["undone"], undone["register_kept"]), (1, [self.items()["sua"]["item"]]))
        self.assertEqual(self.patient("sua")["deceasedDateTime"], "2025-12-24")
        # Recorded dead elsewhere: the outcome is told, not taken.
        self.admin.put(person("xa", deceasedDateTime="2025-11-01"))
        told = self.enter("xa", "died")
        self.assertEqual((told["applied"], len(told["problems"])), (0, 1))

    def test_only_items_of_the_list_and_only_by_those_who_may(self):
        self.assertEqual(self.enter("di", "done")["applied"], 1)
        item = self.items()["di"]["item"]
        answer = self.worker.request("POST", "/api/v1/worklists/khac/undo", {"items": [item]})
        self.assertEqual((answer.json["undone"], len(answer.json["problems"])), (0, 1))
        self.house.add_user("ap-hai", "village_worker", "ap-hai")
        other = self.house.as_user("ap-hai").request("POST", f"/api/v1/worklists/{self.list}/undo", {"items": [item]})
        self.assertEqual((other.json["undone"], len(other.json["problems"])), (0, 1))
        self.assertEqual(self.items()["di"]["outcome"], "done")
        self.assertEqual(self.undo("di", caller=self.head)["undone"], 1)

    def test_what_hinders_a_person_is_recorded_on_the_persons_page(self):
        hinders = lambda: self.worker.get("/api/v1/people/gap").json["circumstance"]
        self.assertIsNone(hinders())
        post = lambda body: self.worker.request("POST", "/api/v1/people/gap/circumstances", body)
        made = post({"circumstance": "cannot-walk", "on": self.today, "note": "liệt"})
        self.assertEqual(made.status, 201, made.text)
        self.assertEqual(hinders(), {"code": "cannot-walk", "title": "không đi lại được", "title_en": "cannot walk", "on": self.today})
        self.assertEqual(self.why("gap"), "cannot-walk", "the gap list says it too")
        self.assertEqual(post({"circumstance": "none", "on": self.today}).status, 201)
        self.assertIsNone(hinders())
        self.assertEqual(self.why("gap"), "never")
        for field, value in (("circumstance", "tired"), ("on", "2999-01-01"), ("on", "2026-02-30")):
            answer = post({"circumstance": "away", "on": self.today, field: value})
            self.assertEqual((answer.status, answer.json["path"]), (400, field), answer.text)
        self.house.add_user("ap-hai-khac", "village_worker", "ap-hai")
        self.assertEqual(self.house.as_user("ap-hai-khac").request("POST", "/api/v1/people/gap/circumstances", {
            "circumstance": "away", "on": self.today}).status, 404)

    def why(self, name):
        members = self.admin.get("/api/v1/indicators/high-risk-checked/members", met="false").json["members"]
        return next((one["why"] for one in members if one["member"] == name), None)


if __name__ == "__main__":
    main()
