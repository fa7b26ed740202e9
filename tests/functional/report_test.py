#!/usr/bin/env python3
"""The periodic report on the real program: from figures to a paper received, and what is refused."""
import datetime
import io
import re
import xml.dom.minidom
import zipfile

from house import HouseTest, main

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PERIOD = {"from": "2025-12-15", "to": "2026-11-27"}
DISTRICT = "991"  # ended on 2025-06-30


def parts(file):
    archive = zipfile.ZipFile(io.BytesIO(file))
    assert archive.testzip() is None
    return {name: archive.read(name) for name in archive.namelist()}


def words(node):
    return "".join(text.firstChild.data for text in node.getElementsByTagNameNS(W, "t") if text.firstChild)


def tables(file):
    """Tables by the name in the paragraph before them ("Biểu 1"), as lists of rows."""
    body = xml.dom.minidom.parseString(parts(file)["word/document.xml"]).getElementsByTagNameNS(W, "body")[0]
    found, name = {}, None
    for block in body.childNodes:
        if block.localName == "p" and (title := re.match(r"(Biểu \d+)\. ", words(block))):
            name = title.group(1)
        if block.localName == "tbl" and name:
            found[name] = [[words(cell) for cell in row.getElementsByTagNameNS(W, "tc")]
                           for row in block.getElementsByTagNameNS(W, "tr")]
            name = None
    return found


def whole(file):
    return words(xml.dom.minidom.parseString(parts(file)["word/document.xml"]))


def number(text):
    return f"{text:,}".replace(",", ".")


class Reports(HouseTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.house.run("demo", "--persons", "600", "--until", "2026-11-27")
        cls.house.serve()
        cls.office = cls.house.as_user("phongyte")    # may write reports
        cls.leaders = cls.house.as_user("cap_uy")     # figures alone
        cls.house.add_user("quan-tri", "administrator")
        cls.admin = cls.house.as_user("quan-tri")     # sees units that have ended, too
        cls.worker = cls.house.as_user("yte_ap")      # no reports

    def make(self, caller=None, **wanted):
        return (caller or self.office).request("POST", "/api/v1/reports", {"template": "A", **PERIOD, "signed_on": "2026-11-30", **wanted})

    def made(self, caller=None, **wanted):
        answer = self.make(caller, **wanted)
        self.assertEqual(answer.status, 201, answer.text)
        return "/api/v1/reports/" + answer.json["id"]

    def read(self, path):
        answer = self.office.get(path)
        self.assertEqual(answer.status, 200, answer.text)
        return answer.json

    def edit(self, path, section, text):
        return self.office.request("PUT", f"{path}/sections/{section}", {"text": text})

    def step(self, path, **step):
        return self.office.request("POST", path + "/steps", step)

    def fill(self, path):
        """Writes words where the computed ones have a mark."""
        for section in self.read(path)["sections"]:
            if "[cần bổ sung" in section["text"]:
                text = re.sub(r"\[cần bổ sung[^\]]*\]", "đã bổ sung", section["text"])
                self.assertEqual(self.edit(path, section["id"], text).status, 200)

    def test_templates(self):
        templates = self.read("/api/v1/reports/templates")["templates"]
        self.assertEqual([one["id"] for one in templates], ["A", "B", "C"])
        self.assertEqual({one["checked"] for one in templates}, {False})

    def test_the_figures_of_the_paper_are_those_of_the_scorecard(self):
        card = self.read("/api/v1/indicators?as_of=" + PERIOD["to"])
        top = card["unit"]
        papers = tables(self.office.get(self.made() + "/document").bytes)
        rows = papers["Biểu 1"][1:]
        own = {row["indicator"]: row for row in card["rows"] if row["unit"] == top}
        order = [one["id"] for one in card["catalogue"]]
        self.assertEqual(len(rows), len(order))
        for cells, indicator in zip(rows, order):
            figure = own[indicator]
            if indicator == "insured-care":  # of the period, not of 12 months
                continue
            if indicator == "centre-services" and figure["denominator"] == 1:  # its share, not 0% or 100%
                beside = self.read("/api/v1/indicators/centre-services/companions?as_of=" + PERIOD["to"])["companions"]
                figure = next(one for one in beside if one["id"].endswith("can-do"))
            if figure["denominator"]:
                self.assertIn(f"({number(figure['numerator'])}/{number(figure['denominator'])})", cells[6], indicator)
        units = {unit["name"]: unit["id"] for unit in card["units"]}
        below = {(row["unit"], row["indicator"]): row for row in card["rows"]}
        seen = 0
        for cells in papers["Biểu 2"][1:]:
            unit = next(units[name] for name in units if cells[1].startswith(name))
            for text, indicator in zip(cells[2:], order):
                figure = below[(unit, indicator)]
                if figure["denominator"] == 0:
                    self.assertEqual(text, "–")
                    continue
                if indicator == "insured-care":
                    continue
                if text == "*":  # too few people, or kept back with one that is
                    continue
                if text in ("Đạt", "Chưa đạt", "Ngắt quãng"):  # of one member: whether, not how much, as the scorecard judges
                    held = figure["status"] not in ("behind", "near")
                    self.assertEqual((text, figure["denominator"]),
                                     ("Chưa đạt" if figure["numerator"] == 0 else "Đạt" if held else "Ngắt quãng", 1))
                    continue
                share = figure["numerator"] * 100 / figure["denominator"]
                self.assertAlmostEqual(float(text.rstrip("%").replace(",", ".")), share, delta=0.0500001)
                seen += 1
        self.assertGreater(seen, 20)

    def test_every_part_is_well_formed_and_says_it_is_invented(self):
        for template in "ABC":
            file = self.office.get(self.made(template=template) + "/document")
            self.assertIn("wordprocessingml", file.headers["content-type"])
            for name, part in parts(file.bytes).items():
                xml.dom.minidom.parseString(part)
                if "footer" in name:
                    self.assertIn("Dữ liệu giả lập", part.decode())
                    self.assertIn("Chưa đối chiếu văn bản gốc", part.decode())

    def test_what_no_record_holds_is_filled_in_by_the_author_and_stays(self):
        path = self.made()
        blank = {one["id"]: one for one in self.read(path)["tables"]}
        self.assertEqual(list(blank), ["4", "6", "9", "10"])
        self.assertIn("người lập báo cáo điền", blank["4"]["note"])
        members = next(row for row in blank["4"]["rows"] if row["cells"][0]["text"] == "Đảng viên")
        self.assertEqual([cell["author"] for cell in members["cells"]], [False] + [True] * 6)
        rows = [{"key": members["key"], "cells": ["", "120", "118", "98,3", "4", "Hội nghị", "Tài liệu hỏi đáp"]},
                {"key": "", "cells": ["Hội viên nông dân", "80", "75"]}]
        filled = self.office.request("PUT", f"{path}/tables/4", {"rows": rows})
        self.assertEqual(filled.status, 200, filled.text)
        figures = next(row for row in blank["10"]["rows"] if row["key"] == "insured")
        self.assertEqual(self.office.request("PUT", f"{path}/tables/10", {"rows": [
            {"key": "insured", "cells": ["", "khác", "0", "93,1% (BHXH, 15/11/2026)", "BHXH tính cả tạm trú"]}]}).status, 200)
        self.assertEqual(self.office.request("POST", path + "/recalculate").status, 200)
        papers = tables(self.office.get(path + "/document").bytes)
        self.assertIn(["Đảng viên", "120", "118", "98,3", "4", "Hội nghị", "Tài liệu hỏi đáp"], papers["Biểu 4"])
        self.assertIn(["Hội viên nông dân", "80", "75", "", "", "", ""], papers["Biểu 4"])
        row = next(cells for cells in papers["Biểu 10"] if "93,1% (BHXH, 15/11/2026)" in cells)
        self.assertEqual(row[1], figures["cells"][1]["text"], "the system's own cells are not the author's")
        self.assertEqual(self.office.request("PUT", f"{path}/tables/1", {"rows": []}).status, 404)
        self.assertEqual(self.leaders.request("PUT", f"{path}/tables/4", {"rows": rows}).status, 403)

    def test_a_report_is_in_time_or_late_by_the_days_of_the_plan(self):
        answer = self.read("/api/v1/reports/duties")
        half = next(one for one in answer["duties"] if (one["template"], one["to"]) == ("A", "2026-06-14"))
        self.assertEqual((half["due_on"], half["sent_on"], half["state"], half["report"]), ("2026-06-20", None, "none", None))
        self.assertGreater(half["days_late"], 100, "nobody sent it")
        path = self.made(**{"from": half["from"], "to": half["to"], "signed_on": "2026-06-18"})
        self.fill(path)
        for step in ({"state": "submitted", "on": "2026-06-17"}, {"state": "signed", "on": "2026-06-18", "number": "7/BC-UBND"},
                     {"state": "sent", "on": "2026-06-23"}):
            self.assertEqual(self.step(path, **step).status, 200, step)
        sent = next(one for one in self.read("/api/v1/reports/duties")["duties"] if (one["template"], one["to"]) == ("A", "2026-06-14"))
        self.assertEqual((sent["sent_on"], sent["days_late"], sent["state"]), ("2026-06-23", 3, "sent"))
        listed = next(one for one in self.read("/api/v1/reports")["reports"] if path.endswith(one["id"]))
        self.assertEqual((listed["due_on"], listed["days_late"]), ("2026-06-20", 3))
        self.assertEqual(self.worker.get("/api/v1/reports/duties").status, 403)

    def test_names_no_patient(self):
        gap = self.read("/api/v1/indicators/health-managed/members?count=200")
        names = {member["name"] for member in gap["members"]}
        self.assertGreater(len(names), 20)
        text = whole(self.office.get(self.made() + "/document").bytes)
        staff = " ".join(cells[1] for cells in tables(self.office.get(self.made() + "/document").bytes)["Biểu 2"])
        self.assertEqual([name for name in names if name in text and name not in staff], [])

    def test_edited_words_survive_a_recalculation(self):
        path = self.made()
        section = next(one for one in self.read(path)["sections"] if one["id"] == "II.4")
        self.assertFalse(section["edited"])
        mine = "Lời của tác giả: " + section["text"].split("\n")[0]
        answer = self.edit(path, "II.4", mine)
        self.assertEqual((answer.status, answer.json["text"], answer.json["edited"]), (200, mine, True))
        # Somebody's card is recorded meanwhile: the figure moves.
        person = self.read("/api/v1/indicators/insured/members?count=1")["members"][0]["member"]
        self.office.put({"resourceType": "Coverage", "id": "the-moi", "status": "active",
                         "type": {"coding": [{"system": "urn:tram:codes:bhyt-group", "code": "GD"}]},
                         "beneficiary": {"reference": "Patient/" + person}, "payor": [{"display": "BHXH"}],
                         "period": {"start": "2026-01-01", "end": "2026-12-31"}})
        again = self.office.request("POST", path + "/recalculate")
        self.assertEqual(again.status, 200, again.text)
        section = next(one for one in again.json["sections"] if one["id"] == "II.4")
        self.assertEqual(section["text"], mine)
        self.assertNotEqual(section["computed_text"].split("\n")[0], mine.removeprefix("Lời của tác giả: "))
        self.assertTrue(section["changed_figures"])
        for changed in section["changed_figures"]:
            self.assertIn(changed["was"], mine)
            self.assertIn(changed["now"], section["computed_text"])
        self.assertIn("Lời của tác giả", whole(self.office.get(path + "/document").bytes))
        back = self.edit(path, "II.4", "")
        self.assertEqual((back.json["text"], back.json["edited"]), (section["computed_text"], False))

    def test_the_way_from_draft_to_received(self):
        path = self.made(template="C")
        self.assertGreater(self.read(path)["missing"], 0)
        refused = self.step(path, state="submitted")
        self.assertEqual(refused.status, 422)
        self.assertIn("[cần bổ sung]", refused.json["detail"])
        self.fill(path)
        self.assertEqual(self.read(path)["missing"], 0)
        self.assertEqual(self.step(path, state="signed", number="1").status, 409)
        self.assertEqual(self.step(path, state="submitted").status, 200)
        self.assertEqual(self.edit(path, "I", "khác").status, 409)
        self.assertEqual(self.step(path, state="returned").status, 422)
        self.assertEqual(self.step(path, state="returned", reason="viết lại mục I").json["state"], "returned")
        self.assertEqual(self.edit(path, "I", "Đã viết lại mục I.").status, 200)
        self.assertEqual(self.step(path, state="submitted").status, 200)
        self.assertEqual(self.step(path, state="signed", on="2026-11-30").status, 422, "no number")
        signed = self.step(path, state="signed", on="2026-11-30", number="15")
        self.assertEqual((signed.status, signed.json["state"], signed.json["number"]), (200, "signed", "15"))
        paper = self.office.get(path + "/document").bytes
        self.assertIn("Số 15-BC/TU", whole(paper))
        self.assertNotIn("Dự thảo", parts(paper)["word/footer1.xml"].decode())
        self.assertEqual(self.edit(path, "I", "sửa lén").status, 409)
        self.assertEqual(self.office.request("POST", path + "/recalculate").status, 409)
        self.assertEqual(self.step(path, state="sent").status, 200)
        last = self.step(path, state="received")
        self.assertEqual([step["state"] for step in last.json["steps"]],
                         ["submitted", "returned", "submitted", "signed", "sent", "received"])
        self.assertEqual(last.json["steps"][3]["by"], "phongyte")
        self.assertEqual(self.office.get(path + "/document").bytes, paper, "the paper stays as signed")
        new = self.made(template="C", replaces=path.rsplit("/", 1)[1])
        self.assertEqual(self.read(new)["replaces"], path.rsplit("/", 1)[1])
        self.assertIn("Đã viết lại mục I.", [one["text"] for one in self.read(new)["sections"]])
        self.assertEqual(self.make(template="A", replaces=path.rsplit("/", 1)[1]).status, 422)

    def test_who_may(self):
        path = self.made()
        self.assertEqual(self.leaders.get(path).status, 200, "figures alone, and a report holds nothing else")
        self.assertEqual(self.leaders.get(path + "/document").status, 200)
        self.assertIn(path.rsplit("/", 1)[1], [one["id"] for one in self.leaders.get("/api/v1/reports").json["reports"]])
        for refused in (self.make(self.leaders), self.leaders.request("PUT", path + "/sections/I.1", {"text": "x"}),
                        self.leaders.request("POST", path + "/recalculate"),
                        self.leaders.request("POST", path + "/steps", {"state": "submitted"}),
                        self.worker.get("/api/v1/reports"), self.worker.get(path), self.make(self.worker)):
            self.assertEqual(refused.status, 403, refused.text)
            self.assertTrue(refused.json["detail"])
        # The head of a station sees the reports of the own commune alone.
        station = self.house.as_user("tramtruong")
        self.assertEqual(station.get(path).status, 404)
        own = self.make(station)
        self.assertEqual(own.status, 201, own.text)
        commune = station.get("/api/v1/reports/" + own.json["id"]).json
        self.assertRegex(commune["unit_name"], "^(Xã|Phường)")
        self.assertEqual([one["id"] for one in station.get("/api/v1/reports").json["reports"]], [own.json["id"]])

    def test_refusals_say_what_to_do(self):
        for wanted, status, path in (({"template": "Z"}, 404, "template"), ({"from": "2026-12-01"}, 400, "to"),
                                     ({"to": "hôm qua"}, 400, "to"), ({"unit": "khong-co"}, 404, "unit"),
                                     ({"unit": DISTRICT, "to": "2025-06-14", "from": "2024-12-15"}, 422, "unit")):
            answer = self.make(self.admin, **wanted)
            self.assertEqual((answer.status, answer.json["path"]), (status, path), answer.text)
            self.assertTrue(answer.json["detail"] and answer.json["detail_en"])
        self.assertEqual(self.office.get("/api/v1/reports/khong-co").status, 404)

    def test_of_a_period_that_goes_on_no_day_to_come_is_told(self):
        today = datetime.date.fromisoformat(self.office.get("/api/v1/session").json["today"])
        day = lambda after: (today + datetime.timedelta(days=after)).isoformat()
        file = self.office.get(self.made(**{"from": day(-300), "to": day(60)}, signed_on=day(0)) + "/document").bytes
        self.assertIn(f"số liệu tính đến ngày {today:%d/%m/%Y} (kỳ chưa kết thúc)", whole(file))
        now = self.read("/api/v1/indicators?as_of=" + day(0))
        figures = {row["indicator"]: row for row in now["rows"] if row["unit"] == now["unit"]}
        told = dict(zip((one["id"] for one in now["catalogue"]), tables(file)["Biểu 1"][1:]))["insured"][6]
        self.assertIn(f"({number(figures['insured']['numerator'])}/{number(figures['insured']['denominator'])})", told)
        early = self.make(**{"from": day(1), "to": day(60)})
        self.assertEqual((early.status, early.json["path"]), (400, "from"), early.text)

    def test_the_bodies_are_those_of_the_day_of_signing(self):
        then = self.made(self.admin, unit=DISTRICT, signed_on="2025-06-20", **{"from": "2024-12-15", "to": "2025-06-14"})
        text = whole(self.admin.get(then + "/document").bytes)
        self.assertIn("Kính gửi: Ban Thường vụ Huyện ủy Bình Lạc", text)
        now = whole(self.office.get(self.made() + "/document").bytes)
        self.assertIn("Kính gửi: Ban Thường vụ Tỉnh ủy Đồng Sen", now)
        self.assertNotIn("Huyện ủy", now)

    def test_the_command_line_writes_the_same_bytes(self):
        def run(name):
            out = self.house.folder / name
            self.house.run("report bao-cao-dinh-ky", "--from", PERIOD["from"], "--to", PERIOD["to"],
                           "--signed-on", "2026-11-30", "--template", "C", "--out", out)
            return out.read_bytes()
        beside = run("mot.docx")  # through the server
        self.assertEqual(beside, run("hai.docx"))
        self.house.stop()
        self.assertEqual(beside, run("ba.docx"))  # alone
        refused = self.house.run("report bao-cao-dinh-ky", "--from", "2026-01-01", "--to", "2025-01-01",
                                 "--out", self.house.folder / "x.docx", expect=1)
        self.assertIn("Ngày cuối kỳ", refused.stderr)
        self.house.serve()



class OnClosedPeriods(HouseTest):
    """What was closed is what is reported, whatever is recorded afterwards."""
    HALF, HALF_BEFORE = ("2025-12-15", "2026-06-14"), ("2024-12-15", "2025-06-14")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.house.run("demo", "--persons", "600", "--until", "2026-11-27")
        cls.house.serve()
        cls.office, cls.station = cls.house.as_user("phongyte"), cls.house.as_user("tramtruong")

    def paper(self, days, caller=None, template="A", **wanted):
        answer = (caller or self.office).get("/api/v1/reports/document", template=template, to=days[1],
                                             signed_on="2026-11-30", **{"from": days[0]}, **wanted)
        self.assertEqual(answer.status, 200, answer.text if answer.status != 200 else "")
        return tables(answer.bytes), whole(answer.bytes)

    def close(self, days):
        answer = self.office.request("POST", "/api/v1/periods", {"from": days[0], "to": days[1]})
        self.assertEqual(answer.status, 201, answer.text)
        return self.office.get("/api/v1/periods/" + answer.json["id"]).json

    def insure(self, person, year, until):
        self.office.put({"resourceType": "Coverage", "id": f"muon-{year}-{person[-12:]}", "status": "active",
                         "type": {"coding": [{"system": "urn:tram:codes:bhyt-group", "code": "GD"}]},
                         "beneficiary": {"reference": "Patient/" + person}, "payor": [{"display": "BHXH"}],
                         "period": {"start": f"{year}-01-01", "end": until}})

    def row(self, papers):
        """Cùng kỳ, kỳ trước, kỳ này of the insured."""
        row = next(cells for cells in papers["Biểu 1"][1:] if "tham gia bảo hiểm y tế" in cells[1])
        return [re.search(r"\(([\d./]+)\)", cell).group(1) if "(" in cell else cell for cell in row[4:7]]

    @staticmethod
    def fraction(figure):
        return f"{number(figure['numerator'])}/{number(figure['denominator'])}"

    def test_figures_of_a_closed_period_stay(self):
        def insured(period, unit=None):
            return next(row for row in period["rows"] if row["indicator"] == "insured" and row["unit"] == (unit or period["unit"]))

        self.assertIn("Kỳ này chưa chốt", self.paper(self.HALF)[1])
        year_before, half = self.close(self.HALF_BEFORE), self.close(self.HALF)
        papers, text = self.paper(self.HALF)
        today = self.office.get("/api/v1/session").json["today"]
        closed_on = "/".join(reversed(today.split("-")))
        self.assertIn(f"Số liệu các chỉ tiêu theo kỳ đã chốt ngày {closed_on}", text)
        self.assertIn(f"Cùng kỳ năm trước theo số đã chốt ngày {closed_on}", text)
        self.assertIn("kỳ trước (từ ngày 15/06/2025 đến ngày 14/12/2025) tính lại từ hồ sơ", text)
        before = self.row(papers)
        self.assertEqual(before[2], self.fraction(insured(half)))
        self.assertEqual(before[0], self.fraction(insured(year_before)))

        # Late records: of this period, and of the one a year before.
        for day, year in ((self.HALF[1], 2026), (self.HALF_BEFORE[1], 2025)):
            gap = self.office.get("/api/v1/indicators/insured/members", as_of=day, count=5).json["members"]
            self.insure(gap[0]["member"], year, f"{year}-06-30")
        live = self.office.get("/api/v1/indicators", as_of=self.HALF[1]).json
        moved = next(row for row in live["rows"] if row["indicator"] == "insured" and row["unit"] == live["unit"])
        self.assertGreater(moved["numerator"], insured(half)["numerator"])
        again, after = self.paper(self.HALF)
        self.assertEqual(again["Biểu 1"], papers["Biểu 1"])
        self.assertEqual(again["Biểu 2"], papers["Biểu 2"])
        self.assertEqual(again["Biểu 8"], papers["Biểu 8"])
        for name in "BC":
            self.assertIn(f"theo kỳ đã chốt ngày {closed_on}", self.paper(self.HALF, template=name)[1])
        explained = self.office.get(f"/api/v1/periods/{half['id']}/explain", indicator="insured").json["rows"][0]
        self.assertEqual(explained["was"]["numerator"], insured(half)["numerator"])
        self.assertEqual(explained["now"]["numerator"], moved["numerator"])
        self.assertGreater(explained["differences"], 0)

        # A commune's own report stands on the closing of the unit above it, its hamlets too.
        commune = self.station.get("/api/v1/session").json["units"][0]
        own = self.station.get("/api/v1/indicators", as_of=self.HALF[1]).json["unit"]
        of_commune, told = self.paper(self.HALF, self.station)
        self.assertIn("theo kỳ đã chốt ngày", told, commune)
        self.assertEqual(self.row(of_commune)[2], self.fraction(insured(half, own)))
        shares = [cells for cells in of_commune["Biểu 2"][1:]]
        self.assertGreater(len(shares), 1)

        # The period after it has what was closed as its period before.
        later, words_after = self.paper(("2026-06-15", "2026-11-26"))
        self.assertEqual(self.row(later)[1], self.fraction(insured(half)))
        self.assertIn(f"kỳ trước (từ ngày 15/12/2025 đến ngày 14/06/2026) theo số đã chốt ngày {closed_on}", words_after)
        self.assertIn("Kỳ này chưa chốt", words_after)

    def test_hand_ins_and_the_number_of_the_plan_stay(self):
        days = ("2026-01-01", "2026-03-31")
        issue = lambda number: self.office.request("PUT", "/api/v1/plan/paper", {"number": number, "issued_on": "2024-05-02"})
        self.assertEqual(issue("12-KH/TU").status, 200)
        today = "/".join(reversed(self.office.get("/api/v1/session").json["today"].split("-")))
        self.close(days)
        fetch = lambda: self.office.get("/api/v1/reports/document", template="A", to=days[1], signed_on="2026-11-30", **{"from": days[0]}).bytes
        before = fetch()
        text = whole(before)
        self.assertIn("12-KH/TU, ngày 02/5/2024" if "02/5/2024" in text else "12-KH/TU, ngày 02/05/2024", text)
        self.assertIn(f"Tính đến ngày chốt kỳ {today}.", text)
        # A commune hands in, and the plan gets another number.
        made = self.station.request("POST", "/api/v1/reports", {"template": "A", "from": days[0], "to": days[1], "signed_on": "2026-11-30"})
        self.assertEqual(made.status, 201, made.text)
        path = "/api/v1/reports/" + made.json["id"]
        for section in self.station.get(path).json["sections"]:
            if "[cần bổ sung" in section["text"]:
                text = re.sub(r"\[cần bổ sung[^\]]*\]", "đã bổ sung", section["text"])
                self.station.request("PUT", f"{path}/sections/{section['id']}", {"text": text})
        for step in ({"state": "submitted"}, {"state": "signed", "number": "9", "on": "2026-11-30"}, {"state": "sent"}):
            answer = self.station.request("POST", path + "/steps", step)
            self.assertEqual(answer.status, 200, answer.text)
        self.assertEqual(issue("99-KH/TU").status, 200)
        self.assertEqual(fetch(), before)
        # Of days that are not closed both are read now.
        text = self.paper(("2026-01-01", "2026-03-30"))[1]
        self.assertIn("99-KH/TU", text)
        self.assertNotIn("Tính đến ngày chốt kỳ", text)

    def test_milestones_are_those_set_on_screen(self):
        plan = self.office.get("/api/v1/plan").json
        target = next(one for one in plan["targets"] if one["indicator"] == "health-managed")
        for year, value in ((2026, 99.1), (2027, 99.7)):
            known = next(one for one in target["milestones"] if one["year"] == year)
            answer = self.office.request("PUT", "/api/v1/plan/goals", {
                "kind": "milestone", "indicator": "health-managed", "unit": known["unit"], "year": year,
                "value": value, "version": known["version"]})
            self.assertEqual(answer.status, 200, answer.text)
        papers, text = self.paper(("2026-01-01", "2026-11-26"))
        row = next(cells for cells in papers["Biểu 1"][1:] if "quản lý sức khỏe" in cells[1])
        self.assertEqual(row[3], "99,1%")
        self.assertRegex(text, r"lên mốc năm 2027 là 99,7%")
        trend = self.office.get("/api/v1/indicators/health-managed/trend", months=2, as_of="2026-11-26").json
        self.assertEqual({one["year"]: one["value"] for one in trend["milestones"] if one["year"] in (2026, 2027)},
                         {2026: 99.1, 2027: 99.7})


if __name__ == "__main__":
    main()
