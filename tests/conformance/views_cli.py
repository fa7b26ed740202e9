#!/usr/bin/env python3
"""`tram view run`: rows of NDJSON, Bundles and compressed files; bad views and bad lines fail.

Usage: views_cli.py TRAM
"""
import bz2
import gzip
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

TRAM = sys.argv.pop(1)
VIEW = {"resourceType": "ViewDefinition", "resource": "Patient",
        "select": [{"column": [{"name": "z", "path": "id"}, {"name": "a", "path": "birthDate"}]}]}
PATIENTS = [{"resourceType": "Patient", "id": "p1", "birthDate": "1957-03"},
            {"resourceType": "Observation", "id": "o1", "status": "final", "code": {"text": "x"}},
            {"resourceType": "Patient", "id": "p2"}]
NDJSON = "".join(json.dumps(each) + "\n" for each in PATIENTS)
ROWS = '{"z":"p1","a":"1957-03"}\n{"z":"p2","a":null}\n'


class ViewCommand(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def file(self, name, content):
        path = pathlib.Path(self.folder.name) / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    def run_view(self, view, *files):
        definition = self.file("view.json", view if isinstance(view, str) else json.dumps(view))
        return subprocess.run([TRAM, "view", "run", definition, *files], capture_output=True,
                              encoding="utf-8", check=False)

    def test_prints_a_row_a_line_with_columns_in_order(self):
        run = self.run_view(VIEW, self.file("in.ndjson", NDJSON))
        self.assertEqual((run.returncode, run.stdout, run.stderr), (0, ROWS, ""))

    def test_reads_several_files_blank_lines_and_no_last_line_end(self):
        lines = [json.dumps(each) for each in PATIENTS]
        run = self.run_view(VIEW, self.file("a.ndjson", "\n" + lines[0] + "\r\n\n" + lines[1]),
                            self.file("b.ndjson", lines[2]))
        self.assertEqual((run.returncode, run.stdout), (0, ROWS))

    def test_reads_compressed_files(self):
        for name, pack in (("in.gz", gzip.compress), ("in.bz2", bz2.compress)):
            run = self.run_view(VIEW, self.file(name, pack(NDJSON.encode())))
            self.assertEqual((run.returncode, run.stdout), (0, ROWS), name)

    def test_opens_bundles_and_pretty_printed_documents(self):
        bundle = {"resourceType": "Bundle", "type": "collection",
                  "entry": [{"resource": each} for each in PATIENTS]}
        for indent in (None, 2):
            run = self.run_view(VIEW, self.file("bundle.json", json.dumps(bundle, indent=indent)))
            self.assertEqual((run.returncode, run.stdout), (0, ROWS))

    def test_refuses_a_bad_view_with_its_place(self):
        cases = [({}, "ViewDefinition.resource"),
                 ({"resource": "Patient", "select": [{"forEach": "@@"}]}, "select[0].forEach"),
                 ({**VIEW, "where": [{"path": "birthDate"}]}, "where[0].path"),
                 ("{", "offset")]
        for view, place in cases:
            run = self.run_view(view, self.file("in.ndjson", NDJSON))
            self.assertEqual((run.returncode, run.stdout), (1, ""), view)
            self.assertTrue(run.stderr.strip(), view)
            if place != "offset":
                self.assertIn(place, run.stderr)

    def test_names_the_line_that_cannot_be_read_and_no_value_of_it(self):
        run = self.run_view(VIEW, self.file("in.ndjson", NDJSON + '{"name":"Lê Bí Mật"\n'))
        self.assertEqual(run.returncode, 1)
        self.assertIn("in.ndjson:4", run.stderr)
        self.assertNotIn("Bí Mật", run.stderr)

    def test_fails_when_there_is_no_such_file(self):
        run = self.run_view(VIEW, "/does/not/exist.ndjson")
        self.assertEqual(run.returncode, 1)
        self.assertIn("/does/not/exist.ndjson", run.stderr)


if __name__ == "__main__":
    unittest.main()
