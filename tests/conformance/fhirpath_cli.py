#!/usr/bin/env python3
"""`tram fhirpath`: one expression on a file or on standard input, and batches with broken lines.

Usage: fhirpath_cli.py TRAM
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

TRAM = sys.argv.pop(1)
PATIENT = {"resourceType": "Patient", "name": [{"given": ["Thị", "Hoa"]}], "active": True}


def tram(*arguments, given=""):
    return subprocess.run([TRAM, "fhirpath", *arguments], input=given, capture_output=True,
                          encoding="utf-8", check=False)


class FhirpathCommand(unittest.TestCase):
    def test_prints_one_item_a_line(self):
        run = tram("name.given", given=json.dumps(PATIENT, ensure_ascii=False))
        self.assertEqual(run.stdout, '"Thị"\n"Hoa"\n')
        self.assertEqual(run.returncode, 0)

    def test_reads_a_file(self):
        with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
            json.dump(PATIENT, file)
            file.flush()
            self.assertEqual(tram("active", file.name).stdout, "true\n")

    def test_fails_with_both_languages(self):
        run = tram("name.where(", given=json.dumps(PATIENT, ensure_ascii=False))
        self.assertEqual(run.returncode, 1)
        self.assertIn("cột", run.stderr)
        self.assertIn("column", run.stderr)
        self.assertEqual(tram("name.given1", "--strict", given=json.dumps(PATIENT, ensure_ascii=False)).returncode, 1)
        self.assertEqual(tram("a", "/does/not/exist").returncode, 1)
        self.assertEqual(tram("--batch", "/does/not/exist").returncode, 1)

    def test_answers_every_line_of_a_batch(self):
        lines = [
            {"id": 1, "expression": "active", "resource": PATIENT},
            {"id": "b", "expression": "1 +"},
            {"id": 3, "expression": "name.given1", "resource": PATIENT, "strict": True},
            {"id": 4, "expression": "2.5 'mg'"},
            {"id": 5},
        ]
        given = "\n".join(map(json.dumps, lines)) + "\n{broken\n\n" + json.dumps(lines[0]) + "\n"
        run = tram("--batch", "-", given=given)
        answers = [json.loads(line) for line in run.stdout.splitlines()]
        self.assertEqual(run.returncode, 0)
        self.assertEqual(len(answers), 7)
        self.assertEqual(answers[0], {"id": 1, "result": [{"type": "boolean", "value": True}]})
        self.assertEqual(answers[3]["result"],
                         [{"type": "Quantity", "value": {"value": 2.5, "unit": "mg"}}])
        for place in (1, 2, 4, 5):
            self.assertIn("error", answers[place])
        self.assertEqual(answers[6], answers[0])


if __name__ == "__main__":
    unittest.main()
