"""Lists of people and households: through HTTP with a preview, from the command line, and what is bad."""
import csv
import datetime
import io
import json
import sys
import subprocess
import zipfile

from house import ROOT, TRAM, House, HouseTest, main

TODAY = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=7))).date().isoformat()  # as the program reckons
HEAD = "Mã hộ;Họ và tên;Ngày sinh;Giới tính;Quan hệ;Số CCCD;Số thẻ BHYT;Hạn thẻ;Khu, ấp"
FAMILY = HEAD + """
H1;NGUYỄN VĂN TÁM;05/09/1957;Nam;Chủ hộ;999057000001;GD4999000000001;31/12/2030;Ấp 1
H1;Trần Thị Bé;1960;Nữ;Vợ;;;;Ấp 1
H1;Nguyễn Thị Út;30/02/2015;Nữ;Con;;;;Ấp 1
"""


def organization(house, name, kind, title):
    return {"resourceType": "Organization", "id": name, "name": title,
            "identifier": [{"system": "urn:tram:id:unit", "value": name.upper()}],
            "type": [{"coding": [{"system": "urn:tram:codes:unit-kind", "code": kind}]}]}


def part_of(part, whole):
    return {"resourceType": "OrganizationAffiliation", "id": "of-" + part,
            "organization": {"reference": "Organization/" + whole},
            "participatingOrganization": {"reference": "Organization/" + part},
            "code": [{"coding": [{"system": "urn:tram:codes:unit-link", "code": "part-of"}]}]}


class Lists(HouseTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        house = cls.house
        house.run("init")
        house.serve()
        cls.admin = house.as_user("admin")
        for unit in (organization(house, "c1", "commune", "Xã Một"), organization(house, "c2", "commune", "Xã Hai"),
                     organization(house, "h1", "hamlet", "Ấp 1"), organization(house, "h2", "hamlet", "Ấp 2"),
                     organization(house, "h3", "hamlet", "Ấp 1")):
            cls.admin.put(unit)
        for link in (part_of("h1", "c1"), part_of("h2", "c1"), part_of("h3", "c2")):
            cls.admin.put(link)
        house.add_user("xamot", "health_office", "c1")
        house.add_user("xahai", "health_office", "c2")
        house.add_user("nhin", "figures_only", "c1")
        cls.one, cls.two, cls.looker = (house.as_user(name) for name in ("xamot", "xahai", "nhin"))

    def post(self, who, path, body, accept="application/json"):
        if isinstance(body, str):
            body = body.encode()
        return who.request("POST", "/api/v1/imports/population" + path, body,
                           {"Content-Type": "text/csv", "Accept": accept})

    def people(self, who):
        return who.fhir("GET", "Patient?_summary=count").json["total"]

    def test_1_look_then_import_then_again(self):
        before = self.people(self.one)
        seen = self.post(self.one, "/preview?name=ds.csv", FAMILY)
        self.assertEqual(seen.status, 200, seen.text)
        seen = seen.json
        self.assertEqual((seen["file"], seen["encoding"], seen["total"], seen["new"], seen["refused"]),
                         ("ds.csv", "utf-8", 3, 2, 1))
        self.assertEqual([c["field"] for c in seen["columns"]],
                         ["household", "name", "birth_date", "sex", "relation", "cccd", "bhyt_card", "bhyt_to", "hamlet"])
        error = seen["errors"][0]
        self.assertEqual((error["row"], error["column"], error["field"], error["code"]),
                         (4, "Ngày sinh", "birth_date", "no-such-day"))
        self.assertTrue(error["text"] and error["remedy"])
        self.assertEqual(self.people(self.one), before, "a look writes nothing")

        table = self.post(self.one, "/preview", FAMILY, "text/csv")
        rows = list(csv.reader(io.StringIO(table.text.removeprefix("\ufeff"))))
        self.assertEqual([rows[0][1], *rows[0][-4:]], ["Họ và tên", "Dòng gốc", "Mức", "Lỗi", "Cách sửa"])
        self.assertEqual([rows[1][1], *rows[1][-4:-2]], ["Nguyễn Thị Út", "4", "lỗi"])
        self.assertIn("Ngày sinh", rows[1][-2])
        self.assertEqual(len(rows), 2, "the faulty row alone")

        mapping = ",".join(f"{c['index']}:{c['field']}" for c in seen["columns"] if c["field"])
        done = self.post(self.one, f"?mapping={mapping}&sha256={seen['sha256']}", FAMILY)
        self.assertEqual(done.status, 201, done.text)
        self.assertEqual((done.json["new"], done.json["refused"]), (2, 1))
        self.assertEqual(self.people(self.one), before + 2)
        other = self.post(self.one, f"?sha256={seen['sha256']}", FAMILY + "\n")
        self.assertEqual(other.status, 409)
        again = self.post(self.one, "", FAMILY).json
        self.assertEqual((again["new"], again["changed"], again["same"]), (0, 0, 2))

        mended = self.post(self.one, "", FAMILY.replace("30/02/2015", "28/02/2015")).json
        self.assertEqual((mended["new"], mended["same"], mended["refused"]), (1, 2, 0))
        group = self.one.fhir("GET", "Group").json["entry"][0]["resource"]
        self.assertEqual(len(group["member"]), 3)
        self.assertEqual(group["name"], "Hộ Nguyễn Văn Tám")

    def test_2_nobody_reaches_beyond_their_units(self):
        stranger = HEAD + "\n;Lê Văn Chín;1950;Nam;;999050000099;;;Ấp 2\n"
        self.assertEqual(self.post(self.two, "/preview", stranger).json["errors"][0]["code"], "unknown-hamlet")
        taken = self.post(self.one, "", stranger).json
        self.assertEqual(taken["new"], 1)
        moved = self.post(self.two, "/preview", stranger.replace("Ấp 2", "Ấp 1")).json
        self.assertEqual(moved["errors"][0]["code"], "known-elsewhere")
        self.assertNotIn("Ấp 2", json.dumps(moved, ensure_ascii=False))
        namesake = self.post(self.two, "", stranger.replace("Ấp 2", "Ấp 1").replace("999050000099", "")).json
        self.assertEqual(namesake["new"], 1, "the same name elsewhere is another person")
        for path in ("/preview", ""):
            self.assertEqual(self.post(self.looker, path, stranger).status, 403)
        self.assertEqual(self.post(self.one, "/preview?unit=C2", stranger).status, 404)

    def refused(self, body, status, *words, path="/preview"):
        answer = self.post(self.one, path, body)
        self.assertEqual(answer.status, status, answer.text[:300])
        for word in words:
            self.assertIn(word, answer.json["detail"])
        self.assertTrue(answer.json["detail_en"])
        self.assertEqual(self.house.request("GET", "/healthz").status, 200)

    def test_3_bad_files_are_refused_with_a_remedy_and_the_server_lives(self):
        position = self.people(self.admin)
        self.refused(b"", 400, "trống")
        self.refused("một,hai\n1,2\n", 422, "tiêu đề")
        self.refused(HEAD + '\n;"Lê Văn;1950;Nam\n', 400, "Dòng 2", "ngoặc kép")
        self.refused(b"PK\x03\x04" + bytes(100), 400, "hỏng")
        self.refused(self.book("<row r='1'><c><v>1</v>"), 400, "hỏng")
        self.refused(self.book("", strings='<!DOCTYPE a [<!ENTITY b "c">]><sst/>'), 400, "DTD")
        self.refused(self.book("<row/>" + " " * (80 << 20)), 413, "nén")
        self.refused(HEAD.encode() + b"\n" + b"x" * (100 << 20), 413, "MB")
        self.refused("Họ tên;Ngày sinh\nLê A;1950\n", 400, "Giới tính", path="")
        whole = self.book("<row><c t='inlineStr'><is><t>a</t></is></c></row>")
        for cut in (10, len(whole) // 2, len(whole) - 5):
            self.refused(whole[:cut], 400)
        self.assertEqual(self.people(self.admin), position)

    def book(self, rows, strings="<sst/>"):
        rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        parts = {"_rels/.rels": f'<R><Relationship Id="1" Type="{rel}/officeDocument" Target="xl/workbook.xml"/></R>',
                 "xl/workbook.xml": '<workbook><sheets><sheet name="S" id="s"/></sheets></workbook>',
                 "xl/_rels/workbook.xml.rels": f'<R><Relationship Id="s" Type="{rel}/worksheet" Target="s.xml"/>'
                                               f'<Relationship Id="t" Type="{rel}/sharedStrings" Target="t.xml"/></R>',
                 "xl/s.xml": f"<worksheet><sheetData>{rows}</sheetData></worksheet>", "xl/t.xml": strings}
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in parts.items():
                archive.writestr(name, text)
        return out.getvalue()

    def test_4_old_encodings(self):
        old = HEAD.replace("Mã hộ", "Ma ho").replace("Họ và tên", "Ho ten").replace("Ngày", "Ngay") \
            .replace("Giới tính", "Gioi tinh").replace("Quan hệ", "Quan he").replace("Số", "So").replace("thẻ", "the") \
            .replace("Hạn", "Han").replace("ấp", "ap")
        row = b"\n;Ph\xfd\xf5\xf2ng Th\xfa Nguy\xea\xden;1950;Nam;;;;;Ap 2\n".replace(b"Th\xfa", b"Thi\xf2")
        seen = self.post(self.one, "/preview", old.encode("ascii") + row).json
        self.assertEqual(seen["encoding"], "windows-1258")
        self.assertIn("Phượng Thị Nguyễn", seen["columns"][1]["sample"])
        self.assertEqual(seen["new"], 1)
        for text in (FAMILY.encode("utf-8-sig"), FAMILY.encode("utf-16")):
            self.assertEqual(self.post(self.one, "/preview", text).json["columns"][1]["field"], "name")


class CommandLine(HouseTest):
    def test_a_long_list_with_faults_as_csv_and_as_xlsx(self):
        house = self.house
        house.run("init")
        units = house.folder / "units.ndjson"
        resources = [organization(house, "c1", "commune", "Xã Một")]
        for i in range(1, 13):
            resources += [organization(house, f"h{i}", "hamlet", f"Ấp {i}"), part_of(f"h{i}", "c1")]
        units.write_text("".join(json.dumps(one) + "\n" for one in resources))
        house.run("import", units)
        made = subprocess.run([sys.executable, ROOT / "tools/make_population_list.py", "--out", house.folder,
                               "--rows", "600", "--seed", "7"], capture_output=True, text=True, check=True)
        self.assertIn("600 rows", made.stdout)
        table, book = house.folder / "danh-sach.csv", house.folder / "danh-sach.xlsx"
        errors = house.folder / "loi.csv"
        looked = house.run("import", "--population", table, "--dry-run", "--errors", errors, expect=1)
        self.assertIn("dry run", looked.stdout)
        self.assertGreater(len(errors.read_text("utf-8-sig").splitlines()), 20)
        self.assertIn("dòng (row)", looked.stderr)
        self.assertIn("rows were refused", looked.stderr)
        self.assertNotIn("refused, told", house.run("import", "--population", table, "--dry-run", expect=1).stdout)
        both = subprocess.run([TRAM, "import", "--data", house.data, *house.database, "--population", table, "--dry-run"],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True).stdout
        self.assertIn("tổng (total) 600", both.splitlines()[-1], "the total stands last")
        figures = lambda day: {row["indicator"]: (row["numerator"], row["denominator"]) for row in json.loads(house.run(
            "indicators", "--unit", "C1", "--as-of", day, "--format", "json").stdout)["rows"] if row["unit"] == "c1"}
        before, today = {day: figures(day) for day in ("2024-12-31", "2025-06-30")}, figures(TODAY)
        done = house.run("import", "--population", table, expect=1).stdout
        counts = [int(word.rstrip(",;")) for word in done.split() if word.rstrip(",;").isdigit()]
        total, new, changed, same, refused = counts[:5]
        self.assertEqual((total, changed, same, new + refused), (600, 0, 0, 600))
        self.assertGreater(figures(TODAY)["insured"][1], today["insured"][1] + 500)
        for day, known in before.items():
            self.assertEqual(figures(day), known, "a list of today changes nothing of before")
        again = house.run("import", "--population", book, expect=1).stdout
        counts = [int(word.rstrip(",;")) for word in again.split() if word.rstrip(",;").isdigit()]
        self.assertEqual(counts[:5], [600, 0, 0, new, refused], "the XLSX holds the same people")
        house.serve()
        sent = house.run("import", "--population", errors, "--errors", house.folder / "loi-2.csv", expect=1).stdout
        counts = [int(word.rstrip(",;")) for word in sent.split() if word.rstrip(",;").isdigit()]
        self.assertEqual(counts[1:3] + counts[4:5], [0, 0, refused], "the rows to mend are a list again")
        mended = (house.folder / "loi-2.csv").read_text("utf-8-sig")
        self.assertIn("Dòng gốc", mended.splitlines()[0])
        through = house.run("import", "--population", table, "--unit", "C1", expect=1).stdout
        counts = [int(word.rstrip(",;")) for word in through.split() if word.rstrip(",;").isdigit()]
        self.assertEqual(counts[:5], [600, 0, 0, new, refused])
        house.stop()
        self.assertEqual(house.run("check").stdout.splitlines()[-1], "0 problems")
        for words in (("import",), ("import", units, "--population", table)):
            self.assertIn("--population", house.run(*words, expect=1).stderr)


if __name__ == "__main__":
    main()
