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

    def test_nobody_imports_what_they_would_not_see(self):
        self.house.run("init")
        self.house.serve()
        self.addCleanup(self.house.stop)
        admin = self.house.as_user("admin")
        for name, kind in (("huyen", "district"), ("khac", "district")):
            admin.put({"resourceType": "Organization", "id": name, "name": name,
                       "type": [{"coding": [{"system": "urn:tram:codes:unit-kind", "code": kind}]}],
                       "identifier": [{"system": "urn:tram:id:unit", "value": name}]})
        self.house.add_user("phong", "health_office", "huyen")
        office = self.house.as_user("phong")
        send = lambda path, *records: office.request("POST", "/api/v1/imports/fhir" + path, "".join(
            json.dumps(record) + "\n" for record in records).encode(), {"Content-Type": "application/x-ndjson"}).json
        of = lambda name, unit: {"resourceType": "Patient", "id": name, **(
            {"managingOrganization": {"reference": "Organization/" + unit}} if unit else {})}
        records = [of("co", "huyen"), of("khong", None), of("noi-khac", "khac"), {"resourceType": "Patient", "gender": "robot"}]
        for _ in range(2):
            seen = send("/preview", *records)
            self.assertEqual((seen["new"], seen["there"], seen["errors_total"]), (1, 0, 3), seen)
            self.assertEqual(seen["types"], [{"type": "Patient", "title": "Hồ sơ người dân", "title_en": "Person", "count": 1}])
        self.assertEqual(admin.fhir("GET", "Patient/co").status, 404, "a look stores nothing")
        done = send("", *records)
        self.assertEqual((done["created"], done["errors_total"]), (1, 3), done)
        self.assertEqual([one["place"] for one in done["errors"]], ["line 2", "line 3", "line 4"])
        self.assertIn("managingOrganization", done["errors"][0]["detail"])
        self.assertEqual(done["errors"], seen["errors"], "what was looked at is what happens")
        self.assertEqual(admin.fhir("GET", "Patient/khong").status, 404)
        self.assertEqual(office.get("/api/v1/people/co").status, 200)
        again = send("/preview", *records)
        self.assertEqual((again["new"], again["there"]), (0, 1))
        # A transaction that opens the person by another record of it.
        bundle = {"resourceType": "Bundle", "type": "transaction", "entry": [
            {"fullUrl": "urn:uuid:0f2d9a4e-6c3b-4d1e-9b52-1f7c8a3e5d60", "resource": {"resourceType": "Patient", "gender": "female"},
             "request": {"method": "POST", "url": "Patient"}},
            {"resource": {"resourceType": "Task", "status": "requested", "intent": "order", "owner": {"reference": "Organization/huyen"},
                          "for": {"reference": "urn:uuid:0f2d9a4e-6c3b-4d1e-9b52-1f7c8a3e5d60"}},
             "request": {"method": "POST", "url": "Task"}}]}
        made = office.request("POST", "/api/v1/imports/fhir", json.dumps(bundle).encode(), {"Content-Type": "application/fhir+json"}).json
        self.assertEqual((made["created"], made["errors_total"]), (2, 0), made)

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
