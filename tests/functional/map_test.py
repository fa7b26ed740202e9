#!/usr/bin/env python3
"""Whole scorecards on two maps: a synthetic district whose hamlet was split, another moved, and whose
communes merged. On the map of the day and on today's, every figure is the sum of those below it and
of those who stand in none of them, and has exactly its members."""
from house import HouseTest, main

UNTIL, BEFORE = "2025-09-30", "2025-03-31"
PEOPLE = ("insured", "health-managed", "high-risk-checked", "periodic-check", "insured-care")


class Map(HouseTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.house.run("demo", "--persons", 500, "--seed", 4, "--until", UNTIL)
        cls.house.serve()
        # Sees everything there ever was.
        cls.house.add_user("quan-tri", "administrator")
        cls.admin = cls.house.as_user("quan-tri")
        cls.cards = {}

    def card(self, unit, as_of, on):
        key = (unit, as_of, on)
        if key not in self.cards:
            answer = self.admin.get("/api/v1/indicators", as_of=as_of, map=on, **({"unit": unit} if unit else {}))
            self.assertEqual(answer.status, 200, answer.text)
            self.cards[key] = answer.json
        return self.cards[key]

    def members(self, unit, as_of, on, indicator):
        found, cursor = [], ""
        while cursor is not None:
            answer = self.admin.get(f"/api/v1/indicators/{indicator}/members", unit=unit, as_of=as_of, map=on, count=2000,
                                    **({"cursor": cursor} if cursor else {}))
            self.assertEqual(answer.status, 200, answer.text)
            found += answer.json["members"]
            cursor = answer.json["next"]
        return found

    def figures(self, unit, as_of, on):
        card = self.card(unit, as_of, on)
        own = {row["indicator"]: (row["numerator"], row["denominator"]) for row in card["rows"] if row["unit"] == card["unit"]}
        below = {}
        for row in card["rows"]:
            if row["unit"] != card["unit"]:
                below.setdefault(row["unit"], {})[row["indicator"]] = (row["numerator"], row["denominator"])
        unplaced = {one["indicator"]: (one["numerator"], one["denominator"]) for one in card["unplaced"]}
        return own, below, unplaced

    def walk(self, unit, as_of, on, depth=0):
        """Checks a unit and all below it; gives its figures."""
        own, below, unplaced = self.figures(unit, as_of, on)
        here = self.card(unit, as_of, on)["unit"]
        if below:
            for indicator in PEOPLE:
                parts = [one[indicator] for one in below.values() if indicator in one] + [unplaced.get(indicator, (0, 0))]
                self.assertEqual(own[indicator], tuple(map(sum, zip(*parts))), (here, as_of, on, indicator))
        for part, figures in below.items():
            self.assertEqual(self.walk(part, as_of, on, depth + 1), figures, (part, as_of, on))
        if depth <= 1:
            for indicator in ("insured", "health-managed"):
                named = self.members(here, as_of, on, indicator)
                self.assertEqual((sum(one["met"] for one in named), len(named)), own[indicator], (here, as_of, on, indicator))
                self.assertEqual(len({one["member"] for one in named}), len(named), "nobody twice")
        return own

    def test_every_figure_is_the_sum_of_its_parts_on_either_map(self):
        tops = {}
        for as_of in (BEFORE, UNTIL):
            for on in ("own", "today"):
                tops[as_of, on] = self.walk(None, as_of, on)
        for as_of in (BEFORE, UNTIL):
            for indicator in PEOPLE:
                self.assertEqual(tops[as_of, "own"][indicator], tops[as_of, "today"][indicator], "the map regroups, it changes nobody")

    def test_the_maps_differ_and_the_move_is_seen(self):
        kinds = lambda as_of, on: [unit["kind"] for unit in self.card(None, as_of, on)["units"][1:]]
        self.assertIn("district", kinds(BEFORE, "own"))
        self.assertNotIn("district", kinds(BEFORE, "today"))
        self.assertNotIn("district", kinds(UNTIL, "own"))
        # People of the past stand in the communes of today.
        then = self.card(None, BEFORE, "today")
        self.assertTrue(all(row["denominator"] > 0 for row in then["rows"] if row["indicator"] == "insured"))
        named = {one["member"] for one in self.members(then["unit"], BEFORE, "own", "insured")}
        self.assertEqual(named, {one["member"] for one in self.members(then["unit"], BEFORE, "today", "insured")})


if __name__ == "__main__":
    main()
