#!/usr/bin/env python3
"""Importing, exporting and checking with the real program: the bundles of 15 synthetic patients, into a
closed store and into a running server, and what happens to bad files."""
import bz2
import gzip
import json
import re
import subprocess

from house import SYNTHEA, House, HouseTest, main
import unittest

COUNTS = re.compile(r"created\) (\d+).*updated\) (\d+).*unchanged\) (\d+).*refused\) (\d+)")


def counts(done):
    return tuple(int(number) for number in COUNTS.search(done.stdout).groups())


def bodies(folder):
    """Every line of an export without what the store adds."""
    read = {}
    for file in sorted(folder.glob("*.ndjson")):
        lines = []
        for line in file.read_text().splitlines():
            line = re.sub(r'"versionId":"\d+",?', "", line, count=1)
            lines.append(re.sub(r'"lastUpdated":"[^"]+",?', "", line, count=1))
        read[file.name] = lines
    return read


@unittest.skipUnless(SYNTHEA.is_dir(), "the synthetic patients are not beside this tree")
class Synthea(HouseTest):
    files = sorted(SYNTHEA.glob("*.json.bz2"))

    def test_import_check_export_import(self):
        everything = self.house
        done = everything.run("import", *self.files)
        self.assertEqual(counts(done), (8731, 0, 0, 0))
        self.assertEqual(everything.run("check").stdout.splitlines()[-1], "0 problems")
        everything.run("export", "--out", everything.folder / "out")

        other = House()
        self.addCleanup(other.close)
        exported = sorted((everything.folder / "out").glob("*.ndjson"))
        self.assertEqual(counts(other.run("import", *exported)), (8731, 0, 0, 0))
        self.assertEqual(other.run("check").stdout.splitlines()[-1], "0 problems")
        other.run("export", "--out", other.folder / "out")
        self.assertEqual(bodies(everything.folder / "out"), bodies(other.folder / "out"))

    def test_import_into_a_running_server_and_read_it_back(self):
        house = House()
        self.addCleanup(house.close)
        house.run("init")
        house.serve()
        self.assertEqual(counts(house.run("import", *self.files)), (8731, 0, 0, 0))
        admin = house.as_user("admin")
        self.assertEqual(admin.fhir("GET", "Patient?_summary=count").json["total"], 15)
        for entry in admin.fhir("GET", "Patient?_count=20").json["entry"]:
            patient = entry["resource"]["id"]
            ids, path = set(), f"Patient/{patient}/$everything?_count=500"
            while path:
                page = admin.fhir("GET", path).json
                ids |= {e["resource"]["resourceType"] + "/" + e["resource"]["id"] for e in page["entry"]}
                following = [link["url"] for link in page["link"] if link["relation"] == "next"]
                path = following[0].split("/fhir/", 1)[1] if following else None
            for kind in ("Encounter", "Observation", "Condition"):
                total = admin.fhir("GET", f"{kind}?patient={patient}&_summary=count").json["total"]
                self.assertEqual(total, sum(1 for i in ids if i.startswith(kind + "/")), kind)
        house.stop()
        self.assertEqual(house.run("check").stdout.splitlines()[-1], "0 problems")


class Files(HouseTest):
    def write(self, name, content):
        path = self.house.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def lines(self, prefix, count):
        return "".join(json.dumps({"resourceType": "Patient", "id": f"{prefix}{i}"}) + "\n" for i in range(count))

    def test_every_compression_reads_the_same(self):
        text = self.lines("c", 700).encode()
        files = [self.write("plain.ndjson", text), self.write("a.ndjson.gz", gzip.compress(text)),
                 self.write("a.ndjson.bz2", bz2.compress(text))]
        zstd = subprocess.run(["zstd", "-q", "-f", files[0], "-o", self.house.folder / "a.zst"])
        self.assertEqual(zstd.returncode, 0)
        files.append(self.house.folder / "a.zst")
        self.assertEqual(counts(self.house.run("import", files[0]))[:2], (700, 0))
        for file in files[1:]:
            self.assertEqual(counts(self.house.run("import", file)), (0, 0, 700, 0))
        self.house.run("init")
        self.house.serve()
        self.addCleanup(self.house.stop)
        admin = self.house.as_user("admin")
        send = lambda body: admin.request("POST", "/api/v1/imports/fhir", body, {"Content-Type": "application/octet-stream"})
        for file in files[1:]:
            self.assertEqual(send(file.read_bytes()).json["unchanged"], 700, f"{file.name} as a screen sends it")
        cut = send(files[2].read_bytes()[:200])
        self.assertIn("bzip2", cut.json["detail"])
        self.assertEqual(send(gzip.compress((b" " * (1 << 20) + b"\n") * 257, 1)).status, 413)

    def test_bad_files_are_told_and_the_rest_goes_in(self):
        good = self.write("good.ndjson", self.lines("g", 3))
        bad = self.write("bad.ndjson", self.lines("h", 1) + "{broken\n" + '{"resourceType":"Patient","gender":"robot"}\n')
        cut = self.write("cut.gz", gzip.compress(self.lines("z", 1000).encode())[:200])
        done = self.house.run("import", bad, cut, self.house.folder / "none.json", good, expect=1)
        self.assertEqual(counts(done)[0], 4)
        self.assertIn("bad.ndjson: line 2", done.stderr)
        self.assertIn("bad.ndjson: line 3", done.stderr)
        self.assertIn("cut.gz", done.stderr)
        self.assertIn("none.json", done.stderr)
        self.assertNotIn("robot", done.stderr, "values of a record stay out of messages")
        self.assertEqual(self.house.run("check").stdout.splitlines()[-1], "0 problems")

    def test_the_same_through_a_running_server(self):
        house = House()
        self.addCleanup(house.close)
        house.run("init")
        house.serve()
        bad = self.write("s.ndjson", self.lines("s", 600) + "{broken\n" + self.lines("t", 5))
        done = house.run("import", bad, expect=1)
        self.assertEqual(counts(done), (605, 0, 0, 1))
        self.assertIn("s.ndjson: line 601", done.stderr)
        for command in (("check",), ("export", "--out", house.folder / "out"), ("init",)):
            refused = house.run(*command, expect=1)
            self.assertIn("hãy dừng" if command[0] != "init" else "Hãy", refused.stderr)

    def test_a_data_folder_that_is_not_there_is_not_made_by_mistake(self):
        house = House()
        self.addCleanup(house.close)
        for command in (("check",), ("export", "--out", house.folder / "out"), ("user list",), ("token list",)):
            self.assertIn("tram init", house.run(*command, expect=1).stderr)
        self.assertFalse(house.data.exists())


if __name__ == "__main__":
    main()
