#!/usr/bin/env python3
"""Nobody sees beyond their place: two stations of one commune and a third elsewhere, asked by every
door there is."""
from house import HouseTest, main


def patient(name, unit):
    return {"resourceType": "Patient", "id": "bn-" + name, "name": [{"family": "Nguyễn", "given": [name]}],
            "identifier": [{"system": "urn:test", "value": name}],
            "managingOrganization": {"reference": "Organization/" + unit}}


def observation(name, number):
    return {"resourceType": "Observation", "id": f"o-{name}-{number}", "status": "final", "code": {"coding": [{"system": "urn:test", "code": "hb"}]},
            "subject": {"reference": "Patient/bn-" + name}, "effectiveDateTime": "2026-01-0" + str(number)}


class Access(HouseTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.house.run("init")
        cls.house.serve()
        cls.admin = cls.house.as_user("admin")
        for unit, above in (("xa", None), ("tram-a", "xa"), ("tram-b", "xa"), ("noi-khac", None)):
            organization = {"resourceType": "Organization", "id": unit, "name": unit}
            if above:
                organization["partOf"] = {"reference": "Organization/" + above}
            cls.admin.put(organization)
        for name, unit in (("an", "tram-a"), ("binh", "tram-b"), ("cuc", "noi-khac")):
            cls.admin.put(patient(name, unit))
            for number in (1, 2):
                cls.admin.put(observation(name, number))
        for name, role, *units in (("nurse-a", "station_nurse", "tram-a"), ("head-xa", "health_office", "xa"),
                                   ("leader", "figures_only", "xa"), ("village", "village_worker", "tram-b")):
            cls.house.add_user(name, role, *units)
        cls.nurse, cls.office = cls.house.as_user("nurse-a"), cls.house.as_user("head-xa")
        cls.leader, cls.village = cls.house.as_user("leader"), cls.house.as_user("village")

    def found(self, caller, query):
        answer = caller.fhir("GET", query)
        self.assertEqual(answer.status, 200, answer.text)
        bundle = answer.json
        ids = sorted(entry["resource"]["id"] for entry in bundle.get("entry", [])
                     if entry.get("search", {}).get("mode") != "outcome")
        return ids, bundle.get("total")

    def test_a_station_reads_its_own_and_not_its_neighbours(self):
        self.assertEqual(self.nurse.fhir("GET", "Patient/bn-an").status, 200)
        for path in ("Patient/bn-binh", "Patient/bn-binh/_history/1", "Patient/bn-binh/_history",
                     "Observation/o-binh-1", "Observation/o-binh-1/_history", "Patient/bn-binh/$everything"):
            self.assertEqual(self.nurse.fhir("GET", path).status, 404, path)
        self.assertEqual(self.nurse.fhir("GET", "Patient/bn-cuc").status, 404)

    def test_what_is_out_of_sight_reads_like_what_is_not_there(self):
        hidden = self.nurse.fhir("GET", "Patient/bn-binh")
        nothing = self.nurse.fhir("GET", "Patient/bn-none")
        self.assertEqual(hidden.text.replace("bn-binh", "bn-none"), nothing.text)

    def test_searches_and_their_totals_count_only_what_is_seen(self):
        self.assertEqual(self.found(self.admin, "Patient?_total=accurate"), (["bn-an", "bn-binh", "bn-cuc"], 3))
        self.assertEqual(self.found(self.nurse, "Patient?_total=accurate"), (["bn-an"], 1))
        self.assertEqual(self.found(self.office, "Patient?_total=accurate"), (["bn-an", "bn-binh"], 2))
        self.assertEqual(self.found(self.nurse, "Observation?code=hb&_total=accurate"), (["o-an-1", "o-an-2"], 2))
        self.assertEqual(self.found(self.nurse, "Patient?_summary=count")[1], 1)
        self.assertEqual(self.found(self.nurse, "Patient?name=nguyen")[0], ["bn-an"])
        self.assertEqual(self.found(self.nurse, "Patient?identifier=urn:test|binh"), ([], self.found(self.nurse, "Patient?identifier=urn:test|none")[1]))

    def test_chains_and_reverse_chains_stop_at_the_fence(self):
        self.assertEqual(self.found(self.nurse, "Observation?subject:Patient.name=binh")[0], [])
        self.assertEqual(self.found(self.nurse, "Observation?subject:Patient.name=an")[0], ["o-an-1", "o-an-2"])
        self.assertEqual(self.found(self.nurse, "Patient?_has:Observation:subject:code=hb")[0], ["bn-an"])
        # A common record may not tell by a chain what its personal neighbours hold.
        self.assertEqual(self.found(self.nurse, "Organization?_has:Patient:organization:name=binh")[0], [])
        self.assertEqual(self.found(self.nurse, "Organization?_has:Patient:organization:name=an")[0], ["tram-a"])

    def test_includes_leave_out_what_is_not_seen(self):
        ids, _ = self.found(self.nurse, "Organization?_id=tram-a,tram-b&_revinclude=Patient:organization")
        self.assertEqual(ids, ["bn-an", "tram-a", "tram-b"])
        ids, _ = self.found(self.nurse, "Organization?_revinclude=Patient:organization&_revinclude:iterate=Observation:subject")
        self.assertEqual([i for i in ids if i.startswith("o-")], ["o-an-1", "o-an-2"])

    def test_histories_and_everything_hold_only_what_is_seen(self):
        ids = {entry["resource"]["id"] for entry in self.nurse.fhir("GET", "Observation/_history").json["entry"]}
        self.assertEqual(ids, {"o-an-1", "o-an-2"})
        everything = self.nurse.fhir("GET", "Patient/bn-an/$everything").json
        ids = {entry["resource"]["id"] for entry in everything["entry"]}
        self.assertTrue({"bn-an", "o-an-1", "o-an-2"} <= ids)
        self.assertFalse([i for i in ids if "binh" in i or "cuc" in i])
        whole = self.nurse.fhir("GET", "_history")
        if whole.status == 200:
            self.assertNotIn("binh", whole.text)
        self.assertNotIn("binh", self.nurse.fhir("GET", "Patient/bn-an/Observation").text)
        self.assertNotIn("o-binh", self.nurse.fhir("GET", "Patient/bn-binh/Observation").text)

    def test_nobody_writes_beyond_their_place(self):
        stolen = patient("binh", "tram-a")
        self.assertIn(self.nurse.fhir("PUT", "Patient/bn-binh", stolen).status, (403, 404))
        self.assertIn(self.nurse.fhir("PUT", "Observation/o-binh-1", observation("binh", 1)).status, (403, 404))
        self.assertIn(self.nurse.fhir("DELETE", "Observation/o-binh-1").status, (403, 404))
        visit = {"resourceType": "Encounter", "status": "finished", "class": {"code": "AMB"},
                 "subject": {"reference": "Patient/bn-binh"}, "serviceProvider": {"reference": "Organization/tram-a"}}
        self.assertIn(self.nurse.fhir("POST", "Encounter", visit).status, (403, 404, 422), "writing one's way into sight")
        self.assertEqual(self.nurse.fhir("GET", "Patient/bn-binh").status, 404)
        self.assertEqual(self.nurse.fhir("PUT", "Organization/tram-b",
                                         {"resourceType": "Organization", "id": "tram-b", "partOf": {"reference": "Organization/tram-a"}}).status, 403)
        conditional = self.nurse.fhir("PUT", "Patient?identifier=urn:test|binh", patient("binh", "tram-a"))
        self.assertIn(conditional.status, (403, 404, 409, 412, 422))
        self.assertEqual(self.admin.fhir("GET", "Patient/bn-binh").json["managingOrganization"]["reference"], "Organization/tram-b")

    def test_nobody_makes_a_person_out_of_their_own_sight(self):
        none = {"resourceType": "Patient", "identifier": [{"system": "urn:test", "value": "moi"}], "gender": "female"}
        here = {**none, "managingOrganization": {"reference": "Organization/tram-a"}}
        there = {**none, "managingOrganization": {"reference": "Organization/tram-b"}}
        urn = "urn:uuid:6f1ad0a2-3a56-4c5e-9d0e-4f5d0a9b7c11"
        visit = {"resourceType": "Encounter", "status": "finished", "class": {"code": "AMB"},
                 "subject": {"reference": urn}, "serviceProvider": {"reference": "Organization/tram-a"}}

        def refused(outcome, place=""):
            issue = outcome["issue"][0]
            self.assertEqual((issue["code"], issue["expression"]), ("invalid", [place + "Patient.managingOrganization"]))
            self.assertIn("Thêm managingOrganization", issue["details"]["text"])
            self.assertIn("add managingOrganization", issue["diagnostics"])

        def bundle(kind, *entries):
            return self.nurse.request("POST", "/fhir", {"resourceType": "Bundle", "type": kind, "entry": list(entries)},
                                      {"Content-Type": "application/fhir+json"})

        post = lambda resource, **more: {"resource": resource, "request": {"method": "POST", "url": resource["resourceType"], **more}}
        put = lambda resource, name: {"resource": {**resource, "id": name}, "request": {"method": "PUT", "url": "Patient/" + name}}
        if_none = lambda resource, value: self.nurse.request("POST", "/fhir/Patient", resource, {
            "Content-Type": "application/fhir+json", "If-None-Exist": "identifier=urn:test|" + value})
        for answer in (self.nurse.fhir("POST", "Patient", none), self.nurse.fhir("POST", "Patient", there), if_none(none, "moi"),
                       self.nurse.fhir("PUT", "Patient/moi", {**none, "id": "moi"}),
                       self.nurse.fhir("PUT", "Patient?identifier=urn:test|moi", none)):
            self.assertEqual(answer.status, 422, answer.text)
            refused(answer.json)
        self.assertEqual(if_none(none, "an").status, 200, "somebody in sight is found, nobody made")
        answer = bundle("transaction", post(here), post(none))
        self.assertEqual(answer.status, 422, answer.text)
        refused(answer.json, "Bundle.entry[1].")
        answers = bundle("batch", post(none), put(here, "moi-1"), put(there, "moi-2")).json["entry"]
        self.assertEqual([one["response"]["status"][:3] for one in answers], ["422", "201", "422"])
        refused(answers[2]["response"]["outcome"], "Bundle.entry[2].")
        self.assertEqual(self.admin.fhir("GET", "Patient?identifier=urn:test|moi&_summary=count").json["total"], 1)
        made = bundle("transaction", {**post(none), "fullUrl": urn}, post(visit))
        self.assertEqual(made.status, 200, made.text)
        ids = [one["response"]["location"].split("/fhir/")[1].split("/_history")[0] for one in made.json["entry"]]
        for path in (ids[0], ids[1], "Patient/moi-1"):
            self.assertEqual(self.nurse.fhir("GET", path).status, 200, path)
        moved = self.nurse.fhir("PUT", "Patient/moi-1", {**there, "id": "moi-1"})
        self.assertEqual(moved.status, 200, "who is there may move away")
        self.assertEqual(self.nurse.fhir("GET", "Patient/moi-1").status, 404)
        self.assertEqual(self.admin.fhir("POST", "Patient", none).status, 201)
        for path in [*reversed(ids), "Patient/moi-1"]:
            self.admin.fhir("DELETE", path)
        self.admin.fhir("DELETE", "Patient?identifier=urn:test|moi")

    def test_a_role_writes_what_it_may_and_no_more(self):
        answer = self.nurse.fhir("PUT", "Observation/o-an-2", observation("an", 2))
        self.assertEqual(answer.status, 200, answer.text)
        prescription = {"resourceType": "MedicationRequest", "status": "active", "intent": "order",
                        "medicationCodeableConcept": {"text": "x"}, "subject": {"reference": "Patient/bn-an"}}
        self.assertEqual(self.nurse.fhir("POST", "MedicationRequest", prescription).status, 403)
        self.assertEqual(self.office.fhir("PUT", "Observation/o-an-2", observation("an", 2)).status, 403)
        self.assertEqual(self.nurse.fhir("DELETE", "Observation/o-an-2").status, 403)

    def test_without_names_there_are_no_persons(self):
        for path in ("Patient", "Patient/bn-an", "Observation?code=hb", "Patient/bn-an/$everything", "Patient/_history"):
            self.assertEqual(self.leader.fhir("GET", path).status, 403, path)
        self.assertEqual(self.leader.fhir("GET", "Organization").status, 200)
        ids, _ = self.found(self.leader, "Organization?_revinclude=Patient:organization")
        self.assertFalse([i for i in ids if i.startswith("bn-")])
        hop = self.leader.fhir("GET", "Organization?_has:Patient:organization:name=an")
        if hop.status == 200:
            self.assertEqual(hop.json.get("entry", []), [])

    def test_a_village_worker_sees_no_prescription(self):
        self.assertEqual(self.village.fhir("GET", "Patient/bn-binh").status, 200)
        self.assertEqual(self.village.fhir("GET", "MedicationRequest").status, 403)

    def test_sight_follows_the_records_at_once(self):
        dung = patient("dung", "tram-b")
        self.admin.put(dung)
        self.assertEqual(self.nurse.fhir("GET", "Patient/bn-dung").status, 404)
        visit = {"resourceType": "Encounter", "id": "kham-dung", "status": "finished", "class": {"code": "AMB"},
                 "subject": {"reference": "Patient/bn-dung"}, "serviceProvider": {"reference": "Organization/tram-a"}}
        self.admin.put(visit)
        self.assertEqual(self.nurse.fhir("GET", "Patient/bn-dung").status, 200)
        self.assertEqual(self.admin.fhir("DELETE", "Encounter/kham-dung").status in (200, 204), True)
        self.assertEqual(self.nurse.fhir("GET", "Patient/bn-dung").status, 404)
        self.admin.fhir("DELETE", "Patient/bn-dung")

    def test_a_cursor_opens_nothing_for_another(self):
        page = self.admin.fhir("GET", "Observation?code=hb&_count=2").json
        following = next(link["url"] for link in page["link"] if link["relation"] == "next")
        path = following.split("/fhir/", 1)[1]
        answer = self.nurse.fhir("GET", path)
        if answer.status == 200:
            self.assertNotIn("binh", answer.text)
            self.assertNotIn("cuc", answer.text)
        else:
            self.assertEqual(answer.status, 400)


if __name__ == "__main__":
    main()
