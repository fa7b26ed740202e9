#!/usr/bin/env python3
"""Figures by command line and by HTTP on a small synthetic district: the same answer by both doors,
exactly the keys that are promised, and a gap list as long as the gap."""
import csv
import io
import json
import time

from house import HouseTest, main

UNTIL = "2026-03-31"
HEAD = ["as_of", "unit", "map", "position", "content"]


class Figures(HouseTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.house.run("demo", "--persons", 700, "--seed", 3, "--until", UNTIL)
        cls.card = cls.indicators("--as-of", UNTIL)

    @classmethod
    def indicators(cls, *words):
        return json.loads(cls.house.run("indicators", "--format", "json", *words).stdout)

    def gap(self, indicator, *words):
        return json.loads(self.house.run("gap", indicator, "--format", "json", *words).stdout)

    def refused(self, *words, code=1):
        done = self.house.run(*words, expect=code)
        self.assertEqual(done.stdout, "")
        return done.stderr

    def test_the_scorecard_has_its_keys_and_a_row_for_each_indicator_and_unit(self):
        self.assertLessEqual(set(HEAD + ["rows"]), set(self.card))
        self.assertEqual(self.card["as_of"], UNTIL)
        self.assertEqual(self.card["map"], "own")
        indicators = [one["id"] for one in self.card["catalogue"]]
        self.assertEqual(len(indicators), 11)
        units = [one["id"] for one in self.card["units"]]
        self.assertEqual(self.card["unit"], units[0])
        self.assertGreater(len(units), 2)
        rows = [(row["indicator"], row["unit"]) for row in self.card["rows"]]
        self.assertEqual(rows, [(indicator, unit) for indicator in indicators for unit in units])
        for row in self.card["rows"]:
            self.assertLessEqual({"indicator", "unit", "numerator", "denominator", "target", "status"}, set(row))
            self.assertLessEqual(row["numerator"], row["denominator"])

    def test_a_gap_list_is_as_long_as_the_gap(self):
        self.house.serve()  # one process for all the lists
        self.addCleanup(self.house.stop)
        people = 0
        for row in self.card["rows"]:
            gap = self.gap(row["indicator"], "--unit", row["unit"], "--as-of", UNTIL)
            self.assertEqual(len(gap["members"]), row["denominator"] - row["numerator"], row)
            self.assertEqual(gap["total"], len(gap["members"]))
            self.assertIsNone(gap["next"])
            self.assertEqual(len({one["member"] for one in gap["members"]}), len(gap["members"]))
            for one in gap["members"]:
                self.assertLessEqual({"member", "unit", "why", "evidence", "due_on", "splits"}, set(one))
                self.assertFalse(one["met"])
                self.assertTrue(one["why"], "each says why it is not met")
            people += len(gap["members"])
        self.assertGreater(people, 500, "the district has gaps to list")

    def test_units_below_add_up_to_the_unit(self):
        of = {}
        for row in self.card["rows"]:
            of.setdefault(row["indicator"], []).append(row)
        for indicator in ("insured", "health-managed", "high-risk-checked", "periodic-check"):
            whole, *parts = of[indicator]
            for key in ("numerator", "denominator"):
                left = sum(one[key] for one in self.card["unplaced"] if one["indicator"] == indicator)
                self.assertEqual(whole[key], sum(part[key] for part in parts) + left, indicator)
        self.assertEqual(self.card["unplaced"], [], "everyone of the demo lives in a hamlet")

    def test_a_unit_is_named_by_code_or_by_id(self):
        commune = self.card["units"][1]
        by_code, by_id = (self.indicators("--unit", name, "--as-of", UNTIL) for name in (commune["code"], commune["id"]))
        self.assertEqual(by_code, by_id)
        self.assertEqual(by_code["unit"], commune["id"])
        self.assertEqual({unit["kind"] for unit in by_code["units"][1:]}, {"hamlet"})

    def test_the_map_of_a_day_and_the_map_of_today(self):
        own = self.indicators("--as-of", "2025-06-30")
        today = self.indicators("--as-of", "2025-06-30", "--map", "today")
        self.assertEqual((own["map"], today["map"]), ("own", "today"))
        names = lambda card: {unit["name"] for unit in card["units"]}
        self.assertIn("Huyện Bình Lạc", names(own))
        self.assertEqual(names(today), names(self.card), "today's map has today's communes")
        whole = lambda card: {row["indicator"]: (row["numerator"], row["denominator"]) for row in card["rows"] if row["unit"] == card["unit"]}
        self.assertEqual(whole(own)["insured"], whole(today)["insured"], "the map regroups, it never changes a member")

    def test_the_running_server_answers_the_same_by_both_doors(self):
        alone = self.house.run("gap", "insured", "--as-of", UNTIL, "--format", "csv").stdout
        self.house.serve()
        self.addCleanup(self.house.stop)
        self.assertEqual(self.house.run("gap", "insured", "--as-of", UNTIL, "--format", "csv").stdout, alone)
        admin = self.house.as_user("phongyte")
        card = admin.get("/api/v1/indicators", as_of=UNTIL, unit=self.card["unit"])
        while card.status == 200 and not card.json["complete"]:  # the year before comes later
            time.sleep(0.1)
            card = admin.get("/api/v1/indicators", as_of=UNTIL, unit=self.card["unit"])
        self.assertEqual(card.status, 200, card.text)
        self.assertEqual(card.json["rows"], self.card["rows"])
        self.assertLessEqual(set(HEAD + ["rows"]), set(card.json))
        page = admin.get("/api/v1/indicators/insured/members", as_of=UNTIL, met="false", count=3, unit=self.card["unit"])
        self.assertEqual(page.status, 200, page.text)
        self.assertLessEqual(set(HEAD + ["members", "next"]), set(page.json))
        self.assertEqual(len(page.json["members"]), 3)
        seen = [one["member"] for one in page.json["members"]]
        following = admin.get("/api/v1/indicators/insured/members", as_of=UNTIL, met="false", count=3,
                              unit=self.card["unit"], cursor=page.json["next"]).json["members"]
        self.assertFalse(set(seen) & {one["member"] for one in following})

    def test_errors_of_the_routes_are_problem_json(self):
        self.house.serve()
        self.addCleanup(self.house.stop)
        office, leader = self.house.as_user("phongyte"), self.house.as_user("cap_uy")
        for caller, path, status, field in (
                (office, "/api/v1/indicators?unit=nowhere", 404, "unit"),
                (office, "/api/v1/indicators?as_of=2026-02-30", 400, "as_of"),
                (office, "/api/v1/indicators?map=old", 400, "map"),
                (office, "/api/v1/indicators/none/members", 404, "id"),
                (office, "/api/v1/indicators/insured/members?cursor=x", 400, "cursor"),
                (office, "/api/v1/indicators/insured/members?colour=red", 400, "colour"),
                (leader, "/api/v1/indicators/insured/members", 403, "names-not-allowed")):
            answer = caller.get(path)
            self.assertEqual(answer.status, status, path + answer.text)
            self.assertTrue(answer.headers["content-type"].startswith("application/problem+json"), path)
            self.assertEqual(answer.json["path"], field, path)
            self.assertEqual(answer.json["status"], status)
            self.assertTrue(answer.json["detail"] and answer.json["detail_en"], path)
        nobody = self.house.request("GET", "/api/v1/indicators")
        self.assertEqual(nobody.status, 401)
        self.assertTrue(nobody.headers["content-type"].startswith("application/problem+json"))

    def test_wrong_words_are_refused_with_a_remedy(self):
        self.assertIn("tram units", self.refused("indicators", "--unit", "00000"))
        self.assertIn("YYYY-MM-DD", self.refused("indicators", "--as-of", "31/03/2026"))
        self.assertIn("YYYY-MM-DD", self.refused("gap", "insured", "--as-of", "2026-02-30"))
        self.assertIn("tram indicators", self.refused("gap", "uninsured"))
        for words in (("gap",), ("indicators", "--map", "old"), ("indicators", "--format", "xml"), ("gap", "insured", "--colour", "red")):
            self.house.run(*words, expect=2)

    def test_tables_are_aligned_and_name_their_units(self):
        table = self.house.run("indicators", "--as-of", UNTIL).stdout.splitlines()
        self.assertIn("Tỉnh Đồng Sen", table[0])
        titles, rule = table[2], table[3]
        self.assertTrue(titles.startswith("Chỉ tiêu"))
        self.assertEqual(len(table) - 4, len(self.card["rows"]))
        begin = rule.index("  ", 1) + 2
        for line, row in zip(table[4:], self.card["rows"]):
            name = next(unit["name"] for unit in self.card["units"] if unit["id"] == row["unit"])
            self.assertTrue(line[begin:].startswith(name), line)
        self.assertIn("Ấp", self.house.run("gap", "insured", "--as-of", UNTIL).stdout)

    def test_csv_is_what_rfc_4180_says(self):
        done = self.house.run("indicators", "--as-of", UNTIL, "--format", "csv")
        rows = list(csv.DictReader(io.StringIO(done.stdout, newline="")))
        self.assertEqual([(row["indicator"], row["unit"], row["numerator"], row["denominator"], row["status"]) for row in rows],
                         [(row["indicator"], row["unit"], str(row["numerator"]), str(row["denominator"]), row["status"]) for row in self.card["rows"]])
        self.assertFalse(done.stdout.startswith("\ufeff"))
        gap = list(csv.DictReader(io.StringIO(self.house.run("gap", "insured", "--as-of", UNTIL, "--format", "csv").stdout, newline="")))
        self.assertEqual([row["member"] for row in gap], [one["member"] for one in self.gap("insured", "--as-of", UNTIL)["members"]])

    def test_the_tree_of_units(self):
        table = self.house.run("units", "--as-of", "2025-06-30").stdout
        self.assertIn("  Huyện Bình Lạc", table)
        now = json.loads(self.house.run("units", "--as-of", UNTIL, "--format", "json").stdout)["units"]
        self.assertFalse([unit for unit in now if unit["kind"] == "district"], "districts ended on 2025-07-01")
        for unit in now:
            if unit["kind"] == "hamlet":
                self.assertTrue(unit["parent"])


if __name__ == "__main__":
    main()
