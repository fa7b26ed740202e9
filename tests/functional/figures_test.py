#!/usr/bin/env python3
"""Figures through the door: bases, companions and their names, what a station lacks, groups kept from
readers of figures alone."""
from house import HouseTest, main

CODES, EXT = "urn:tram:codes:", "urn:tram:ext:"


def concept(codes, code):
    return {"coding": [{"system": CODES + codes, "code": code}]}


def unit(name, kind, population=None):
    extensions = [{"url": EXT + "valid", "valuePeriod": {"start": "2000-01-01"}}]
    if population:
        extensions.append({"url": EXT + "published-population", "extension": [
            {"url": "value", "valueInteger": population}, {"url": "on", "valueDate": "2024-01-01"}]})
    return {"resourceType": "Organization", "id": name, "name": name, "type": [concept("unit-kind", kind)],
            "identifier": [{"system": "urn:tram:id:unit", "value": name}], "extension": extensions}


def part_of(part, whole):
    return {"resourceType": "OrganizationAffiliation", "id": part + "-thuoc", "code": [concept("unit-link", "part-of")],
            "organization": {"reference": "Organization/" + whole}, "period": {"start": "2000-01-01"},
            "participatingOrganization": {"reference": "Organization/" + part}}


def person(name, home, ethnicity, presence="resident"):
    return {"resourceType": "Patient", "id": name, "name": [{"text": name}], "gender": "female", "birthDate": "1980-01-01",
            "extension": [{"url": EXT + "ethnicity", "valueCoding": {"system": CODES + "ethnicity", "code": ethnicity}}],
            "address": [{"text": home, "period": {"start": "2015-01-01"}, "extension": [
                {"url": EXT + "residence-unit", "valueReference": {"reference": "Organization/" + home}},
                {"url": EXT + "presence", "valueCode": presence}]}]}


def card(name, end):
    return {"resourceType": "Coverage", "id": "the-" + name, "status": "active", "type": concept("bhyt-group", "GD"),
            "beneficiary": {"reference": "Patient/" + name}, "payor": [{"display": "BHXH"}],
            "period": {"start": "2025-01-01", "end": end}}


class Figures(HouseTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.house.run("init")
        cls.house.serve()
        cls.admin = cls.house.as_user("admin")
        for record in (unit("huyen", "district"), unit("xa", "commune", 20), unit("tram", "station"),
                       part_of("xa", "huyen"), part_of("tram", "xa")):
            cls.admin.put(record)
        for i in range(16):
            cls.admin.put(person(f"kinh-{i}", "xa", "01"))
            if i < 12:
                cls.admin.put(card(f"kinh-{i}", "2026-12-31" if i else "2026-04-10"))
        for i in range(3):
            cls.admin.put(person(f"tay-{i}", "xa", "02"))
        for i in range(6):
            cls.admin.put(person(f"thai-{i}", "xa", "03"))
            if i < 3:
                cls.admin.put(card(f"thai-{i}", "2026-12-31"))
        cls.admin.put(person("xa-nha", "xa", "01", "resident-away-long"))
        cls.house.add_user("leader", "figures_only", "huyen")
        cls.leader = cls.house.as_user("leader")

    def ask(self, path="", caller=None, **parameters):
        answer = (caller or self.admin).get("/api/v1/indicators" + path, unit="huyen", as_of="2026-03-31", **parameters)
        self.assertEqual(answer.status, 200, answer.text)
        return answer.json

    def row(self, card, indicator, unit_id):
        for row in card["rows"]:
            if row["indicator"] == indicator and row["unit"] == unit_id:
                return row["numerator"], row["denominator"]
        self.fail(f"no row for {indicator} and {unit_id}")

    def test_a_figure_names_the_base_it_stands_on(self):
        self.assertEqual(self.row(self.ask(), "insured", "xa"), (15, 25))
        registered = self.ask(base="registered")
        self.assertEqual(self.row(registered, "insured", "xa"), (15, 26))
        self.assertEqual(registered["base"], "registered")
        self.assertEqual(self.row(self.ask(base="average-population"), "insured", "huyen"), (15, 20))
        entry = next(one for one in registered["catalogue"] if one["id"] == "insured")
        self.assertEqual(entry["base"], "registered")
        self.assertEqual([one["id"] for one in entry["bases"]],
                         ["actual-residents", "registered", "average-population"])
        wrong = self.admin.get("/api/v1/indicators", base="everybody")
        self.assertEqual((wrong.status, wrong.json["path"]), (400, "base"))

    def test_a_list_thicker_than_the_published_population_warns(self):
        by_unit = {one["unit"]: one for one in self.ask()["completeness"]}
        self.assertEqual((by_unit["xa"]["names"], by_unit["xa"]["published"], by_unit["xa"]["warning"]), (25, 20, True))

    def test_a_share_above_what_can_be_is_to_be_checked(self):
        more = unit("xa", "commune", 20)
        more["extension"].append({"url": EXT + "published-population", "extension": [
            {"url": "value", "valueInteger": 10}, {"url": "on", "valueDate": "2026-05-01"}]})
        self.admin.put(more)
        try:
            def found(as_of, **base):
                card = self.admin.get("/api/v1/indicators", unit="xa", as_of=as_of, **base).json
                return next(one for one in card["rows"] if one["indicator"] == "insured"), card["catalogue"]
            row, catalogue = found("2026-05-02", base="average-population")
            self.assertEqual((row["numerator"], row["denominator"], row["status"]), (14, 10, "check"))
            entry = next(one for one in catalogue if one["id"] == "insured")
            self.assertIn("Đối chiếu danh sách dân", entry["limit_note"])
            self.assertNotEqual(found("2026-05-02")[0]["status"], "check", "over those of whom there are names")
            self.assertNotEqual(found("2026-03-31", base="average-population")[0]["status"], "check")
        finally:
            self.admin.put(unit("xa", "commune", 20))

    def test_companions_are_counted_and_named(self):
        companions = {one["id"]: one for one in self.ask("/insured/companions")["companions"]}
        self.assertEqual(companions["expiring-30"]["numerator"], 1)
        self.assertEqual(companions["expiring-30"]["kind"], "count")
        self.assertEqual(companions["not-insured"]["numerator"], 10)
        names = self.ask("/insured/members", companion="expiring-30")["members"]
        self.assertEqual([(one["member"], one["due_on"]) for one in names], [("kinh-0", "2026-04-11")])
        self.assertEqual(self.admin.get("/api/v1/indicators/insured/members", companion="none").status, 400)
        self.assertEqual(self.leader.get("/api/v1/indicators/insured/members", companion="expiring-30").status, 403)

    def test_a_station_says_what_it_lacks(self):
        station = self.ask("/station-investment/members")["members"][0]
        self.assertEqual((station["why"], [one["item"] for one in station["details"]][0]), ("no-data", "acupuncture-set"))
        self.assertIn(("tram", "no-data"), [(one["item"], one["why"]) for one in station["details"]])

    def test_small_groups_are_kept_from_readers_of_figures_alone(self):
        def groups(caller):
            split = next(one for one in self.ask("/insured/splits", caller)["splits"] if one["id"] == "ethnicity")
            return {one["code"]: (one["numerator"], one["denominator"], one["hidden"]) for one in split["groups"]}
        self.assertEqual(groups(self.admin), {"01": (12, 16, False), "02": (0, 3, False), "03": (3, 6, False)})
        self.assertEqual(groups(self.leader), {"01": (12, 16, False), "02": (None, None, True), "03": (None, None, True)})

    def test_every_group_opens_its_members(self):
        for split in self.ask("/insured/splits")["splits"]:
            for group in split["groups"]:
                named = self.ask("/insured/members", split=split["id"], group=group["code"])["members"]
                self.assertEqual((sum(one["met"] for one in named), len(named)), (group["numerator"], group["denominator"]), (split["id"], group["code"]))
        self.assertEqual([one["member"] for one in self.ask("/insured/members", split="ethnicity", group="02")["members"]],
                         ["tay-0", "tay-1", "tay-2"])
        self.assertEqual(self.ask("/insured/members", split="ethnicity", group="99")["members"], [])
        for wrong in ({"split": "colour", "group": "red"}, {"split": "sex"}, {"group": "02"}):
            answer = self.admin.get("/api/v1/indicators/insured/members", **wrong)
            self.assertEqual((answer.status, answer.json["path"]), (400, "split"), answer.text)
        self.assertEqual(self.leader.get("/api/v1/indicators/insured/members", split="ethnicity", group="02").status, 403)

    def test_distance_and_industrial_zone_where_records_tell_of_them(self):
        self.assertFalse({"distance", "industrial"} & {split["id"] for split in self.ask("/insured/splits")["splits"]})
        far = unit("xa-xoi", "hamlet")
        far["extension"].append({"url": EXT + "distance", "valueDecimal": 6.5})
        self.admin.put(far)
        self.admin.put(part_of("xa-xoi", "xa"))
        worker = person("cong-nhan", "xa-xoi", "01")
        worker["extension"].append({"url": EXT + "occupation", "valueCoding": {"system": CODES + "occupation", "code": "industrial-zone"}})
        self.admin.put(worker)
        try:
            splits = {split["id"]: {one["code"]: (one["title"], one["denominator"]) for one in split["groups"]} for split in self.ask("/insured/splits")["splits"]}
            self.assertEqual(splits["distance"], {"5+": ("từ 5 km", 1), "unknown": ("chưa rõ", 25)})
            self.assertEqual(splits["industrial"], {"yes": ("lao động khu công nghiệp", 1), "no": ("người khác", 25)})
            self.assertEqual([one["member"] for one in self.ask("/insured/members", split="distance", group="5+")["members"]], ["cong-nhan"])
        finally:
            self.admin.fhir("DELETE", "Patient/cong-nhan")

    def test_reasons_and_units_below_tell_no_small_counts_either(self):
        whys = self.ask("/insured/whys")["whys"]
        self.assertEqual(sum(one["count"] for one in whys), 10)
        self.assertFalse(any(one["hidden"] for one in whys))
        for one in self.ask("/insured/whys", self.leader)["whys"]:
            self.assertEqual(one["count"] is None, one["hidden"])
            self.assertTrue(one["hidden"] or one["count"] >= 5, one)
        changes = self.leader.get("/api/v1/indicators/insured/changes", unit="huyen", **{"from": "2026-03-31", "to": "2026-05-31"}).json["reasons"]
        mine = self.admin.get("/api/v1/indicators/insured/changes", unit="huyen", **{"from": "2026-03-31", "to": "2026-05-31"}).json["reasons"]
        self.assertEqual([(one["effect"], one["count"]) for one in mine], [("lost", 1)])
        self.assertEqual([(one["effect"], one["count"], one["hidden"]) for one in changes], [("lost", None, True)])
        # The commune is all there is of the district: it tells what the district tells, nothing more.
        ethnicity = [{split["id"]: split for split in self.leader.get("/api/v1/indicators/insured/splits", unit=unit, as_of="2026-03-31").json["splits"]}
                     ["ethnicity"]["groups"] for unit in ("huyen", "xa")]
        self.assertEqual(ethnicity[0], ethnicity[1])

    def test_a_tiny_hamlet_is_told_to_nobody_who_may_not_see_its_people(self):
        self.admin.put(unit("xom-nho", "hamlet"))
        self.admin.put(part_of("xom-nho", "xa"))
        for i in range(2):
            self.admin.put(person(f"xom-{i}", "xom-nho", "01"))
        here = {"unit": "xom-nho", "as_of": "2026-03-31"}
        try:
            def row(caller, above, indicator="insured"):
                card = caller.get("/api/v1/indicators", unit=above, as_of="2026-03-31").json
                found = next(one for one in card["rows"] if (one["indicator"], one["unit"]) == (indicator, "xom-nho"))
                return found["numerator"], found["denominator"], found["hidden"], found["previous"] is None, card["unplaced"]

            self.assertEqual(row(self.admin, "xa")[:3], (0, 2, False))
            self.assertEqual([one["denominator"] for one in row(self.admin, "xa")[4] if one["indicator"] == "insured"], [25])
            for above in ("xa", "xom-nho"):
                self.assertEqual(row(self.leader, above)[:4], (None, None, True, True), above)
            self.assertEqual([one for one in row(self.leader, "xa")[4] if one["indicator"] == "insured"], [],
                             "those of no hamlet would tell it by difference")
            self.assertFalse(next(one for one in self.leader.get("/api/v1/indicators", unit="xa", as_of="2026-03-31").json["rows"]
                                  if (one["indicator"], one["unit"]) == ("insured", "xa"))["hidden"])
            ask = lambda path: self.leader.get("/api/v1/indicators/insured" + path, **here).json
            self.assertTrue(all(one["hidden"] and one["numerator"] is None for one in ask("/companions")["companions"]))
            self.assertIsNone(self.leader.get("/api/v1/indicators/insured/trend", months=1, **here).json["points"][-1]["numerator"])
            self.assertTrue(all(group["hidden"] for split in ask("/splits")["splits"] for group in split["groups"]))
            self.assertTrue(all(one["hidden"] for one in ask("/whys")["whys"]))
            hamlets = next(split for split in self.leader.get("/api/v1/indicators/insured/splits", unit="xa", as_of="2026-03-31").json["splits"]
                           if split["id"] == "hamlet")
            self.assertTrue(all(group["hidden"] for group in hamlets["groups"]), hamlets)
        finally:
            for i in range(2):
                self.admin.fhir("DELETE", f"Patient/xom-{i}")


class ClosingsTogether(HouseTest):
    """The closing of a commune tells no total that the closing of the district keeps back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.house.run("init")
        cls.house.serve()
        cls.admin = cls.house.as_user("admin")
        cls.admin.put(unit("huyen", "district"))
        for name, people in (("xa-nho", 3), ("xa-vua", 12), ("xa-to", 30)):
            cls.admin.put(unit(name, "commune"))
            cls.admin.put(part_of(name, "huyen"))
            for i in range(people):
                cls.admin.put(person(f"{name}-{i}", name, "01"))
                if i % 2:
                    cls.admin.put(card(f"{name}-{i}", "2026-12-31"))
        cls.house.add_user("leader", "figures_only", "huyen")
        cls.house.add_user("xa-vua", "figures_only", "xa-vua")
        cls.leader, cls.commune = cls.house.as_user("leader"), cls.house.as_user("xa-vua")

    def close(self, unit_id):
        made = self.admin.request("POST", "/api/v1/periods", {"from": "2026-01-01", "to": "2026-03-31", "unit": unit_id})
        self.assertEqual(made.status, 201, made.text)
        return made.json["id"]

    def rows(self, caller, period):
        return {row["unit"]: (row["denominator"], row["previous"]["denominator"])
                for row in caller.get("/api/v1/periods/" + period).json["rows"] if row["indicator"] == "insured"}

    def test_what_one_keeps_back_the_other_does(self):
        district, communes = self.close("huyen"), {name: self.close(name) for name in ("xa-nho", "xa-vua", "xa-to")}
        told = self.rows(self.leader, district)
        self.assertEqual(told, {"huyen": (45, 45), "xa-nho": (None, None), "xa-vua": (None, None), "xa-to": (30, 30)})
        for name, period in communes.items():
            self.assertEqual(self.rows(self.leader, period)[name], told[name], name)
            self.assertEqual(self.rows(self.admin, period)[name][0], {"xa-nho": 3, "xa-vua": 12, "xa-to": 30}[name])
        # Who knows nothing of the district is told their own.
        self.assertEqual(self.rows(self.commune, communes["xa-vua"])["xa-vua"], (12, 12))
        explained = self.leader.get(f"/api/v1/periods/{communes['xa-vua']}/explain", indicator="insured").json["rows"][0]
        self.assertEqual((explained["was"]["denominator"], explained["now"]["denominator"]), (None, None))


if __name__ == "__main__":
    main()
