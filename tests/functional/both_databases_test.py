#!/usr/bin/env python3
"""One district on SQLite and on PostgreSQL: every table of figures and every list is the same text."""
import subprocess
import tempfile
import unittest
from pathlib import Path

import house
from house import TRAM, Cluster, main

UNTIL = "2026-03-31"


class BothDatabases(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = Path(tempfile.mkdtemp(prefix="tram-both-"))
        cls.addClassCleanup(house.shutil.rmtree, folder, True)
        name = "both_" + house.uuid.uuid4().hex[:12]
        url = Cluster.create(name)
        cls.addClassCleanup(Cluster.drop, name)
        cls.places = [["--data", folder / "lite"], ["--data", folder / "post", "--database", url]]
        for place in cls.places:
            cls.tram("demo", place, "--persons", "600", "--seed", "5", "--until", UNTIL)

    @staticmethod
    def tram(command, place, *words):
        done = subprocess.run([TRAM, command, *place, *words], capture_output=True, text=True, timeout=300)
        if done.returncode != 0:
            raise AssertionError(done.stderr)
        return done.stdout

    def assertSame(self, command, *words):
        lite, post = (self.tram(command, place, *words) for place in self.places)
        self.assertEqual(lite, post, (command, *words))
        return lite

    def test_figures_are_the_same_text(self):
        for as_of in (UNTIL, "2025-06-30", "2025-01-31"):
            for map_ in ("own", "today"):
                table = self.assertSame("indicators", "--as-of", as_of, "--map", map_)
                self.assertGreater(len(table.splitlines()), 20)

    def test_lists_are_the_same_text(self):
        for indicator in ("insured", "insured-care", "health-managed", "high-risk-checked", "periodic-check", "doctor",
                          "midwife", "station-investment", "national-criteria", "station-services", "centre-services"):
            self.assertSame("gap", indicator, "--as-of", UNTIL, "--format", "csv")


if __name__ == "__main__":
    main()
