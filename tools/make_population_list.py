#!/usr/bin/env python3
"""Makes a synthetic list of people and households, with the errors lists have, for trying the import.

    tools/make_population_list.py --out DIR [--rows 20000] [--seed 1] [--errors 4] [--units FILE]

Writes DIR/danh-sach.csv (UTF-8 with its mark, separated by ;) and DIR/danh-sach.xlsx, the same rows.
Nobody in it is real: names are drawn from lists, numbers carry the place part 999, which is given to
nobody. Same seed, same bytes. `--errors` is the share of rows, in percent, that are spoiled; `--units`
names what `tram units --format json` printed, whose hamlets people then live in, told by their codes
too: after a merge a commune may have two hamlets of one name. Without it they live in "Ấp 1" … "Ấp 12".

XLSX is written with the standard library alone: shared and inline strings, days as serial numbers,
merged household cells, a title over the headings.
"""
import argparse
import csv
import datetime
import json
import random
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

FAMILIES = "Nguyễn Trần Lê Phạm Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý".split()
MIDDLE = {"male": ["Văn", "Hữu", "Đức", "Minh", "Quốc", "Thanh"], "female": ["Thị", "Ngọc", "Thu", "Kim", "Mỹ"]}
GIVEN = {"male": "An Bình Cường Dũng Đạt Hải Hùng Khoa Long Nam Phúc Quân Sơn Tâm Thắng Tuấn Việt".split(),
         "female": "Anh Chi Diễm Dung Hà Hạnh Hoa Hương Lan Linh Mai Nga Ngọc Nhung Phương Thảo Trang Yến".split()}
HEADINGS = ["STT", "Mã hộ", "Họ và tên", "Ngày sinh", "Giới tính", "Quan hệ với chủ hộ", "Số CCCD", "Số thẻ BHYT",
            "Từ ngày", "Hạn thẻ", "Điện thoại", "Dân tộc", "Xã", "Khu, ấp", "Tình trạng cư trú", "Hộ nghèo", "Mã khu, ấp"]
TODAY = datetime.date(2026, 11, 1)
BIRTH, FROM, TO = 3, 8, 9


class Maker:
    def __init__(self, seed, places):
        self.random = random.Random(seed)
        self.places = places
        self.serial = 0

    def name(self, family, sex):
        pick = self.random.choice
        return f"{family} {pick(MIDDLE[sex])} {pick(GIVEN[sex])}"

    def number(self, born, sex):
        self.serial += 1
        century = (2 if born.year >= 2000 else 0) + (sex == "female")
        return f"999{century}{born.year % 100:02d}{self.serial:06d}"

    def household(self, number):
        r = self.random
        commune, hamlet, code = r.choice(self.places)
        family = r.choice(FAMILIES)
        poverty = r.choices(["Không", "Hộ cận nghèo", "Hộ nghèo"], [93, 4, 3])[0]
        rows = []
        roles = ["Chủ hộ", r.choice(["Vợ", "Chồng"])] + ["Con"] * r.randint(0, 3) + ["Mẹ"] * (r.random() < 0.15)
        if r.random() < 0.12:
            roles = ["Chủ hộ"]
        head_age, head_sex = r.randint(25, 80), r.choice(["male", "female"])
        for role in roles:
            if role == "Con":
                age, sex = r.randint(0, max(1, head_age - 20)), r.choice(["male", "female"])
            elif role == "Mẹ":
                age, sex = min(99, head_age + r.randint(18, 30)), "female"
            elif role == "Chủ hộ":
                age, sex = head_age, head_sex
            else:
                sex = "female" if head_sex == "male" else "male"
                role, age = ("Vợ" if sex == "female" else "Chồng"), max(20, head_age + r.randint(-6, 4))
            born = TODAY - datetime.timedelta(days=age * 365 + r.randint(1, 364))
            own = family if role in ("Chủ hộ", "Con") else r.choice(FAMILIES)
            card, since, until = "", "", ""
            if r.random() < 0.92:
                group = "TE1" if age < 6 else "HS4" if age < 18 else "HN2" if poverty == "Hộ nghèo" else "GD4"
                self.serial += 1
                card = f"{group}99{9_000_000_000 + self.serial:010d}"
                since, until = datetime.date(2026, 1, 1), datetime.date(2026, 12, 31)
            birth = str(born.year) if age > 65 and r.random() < 0.3 else born
            phone = f"09{r.randint(0, 99_999_999):08d}" if age > 15 and r.random() < 0.8 else ""
            rows.append(["", f"H{number:05d}", self.name(own, sex), birth, "Nam" if sex == "male" else "Nữ",
                         role, self.number(born, sex) if r.random() < 0.96 else "", card, since, until, phone,
                         r.choices(["Kinh", "Khmer", "Hoa"], [92, 6, 2])[0], commune, hamlet,
                         r.choices(["Thường trú", "Tạm trú", "Tạm vắng"], [94, 4, 2])[0], poverty, code])
        return rows

    def spoil(self, rows, percent):
        """One fault in a row; gives how many of each."""
        r = self.random
        kinds = {
            "30/02": lambda row: row.__setitem__(BIRTH, f"30/02/{r.randint(1940, 2010)}"),
            "future": lambda row: row.__setitem__(BIRTH, "05/09/2031"),
            "unreadable day": lambda row: row.__setitem__(BIRTH, "tháng chín"),
            "no birth": lambda row: row.__setitem__(BIRTH, ""),
            "short citizen number": lambda row: row.__setitem__(6, "07918500"),
            "broken card": lambda row: row.__setitem__(7, "GD40123"),
            "broken phone": lambda row: row.__setitem__(10, "12345"),
            "unknown hamlet": lambda row: row.__setitem__(slice(13, 17), ["Ấp Không Có", *row[14:16], ""]),
            "unknown sex": lambda row: row.__setitem__(4, "?"),
            "digits in name": lambda row: row.__setitem__(2, row[2] + " 2"),
            "card ends first": lambda row: (row[8] and row.__setitem__(9, datetime.date(2025, 1, 1))),
        }
        counts = {}
        for place in r.sample(range(len(rows)), int(len(rows) * percent / 100)):
            kind = r.choice(sorted(kinds))
            if kind == "card ends first" and not rows[place][8]:
                kind = "30/02"
            kinds[kind](rows[place])
            counts[kind] = counts.get(kind, 0) + 1
        for place in r.sample(range(1, len(rows)), max(1, len(rows) // 500)):
            other = rows[r.randrange(place)]
            if other[6] and rows[place][6]:
                rows[place][6] = other[6]
                counts["number twice"] = counts.get("number twice", 0) + 1
        return counts


def shown(value):
    return value.strftime("%d/%m/%Y") if isinstance(value, datetime.date) else str(value)


def write_csv(path, rows):
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file, delimiter=";", lineterminator="\r\n")
        out.writerow(HEADINGS)
        out.writerows([shown(value) for value in row] for row in rows)


def column(index):
    return chr(65 + index)


def cell(place, value, strings):
    if value == "":
        return ""
    if isinstance(value, datetime.date):
        return f'<c r="{place}" s="1"><v>{(value - datetime.date(1899, 12, 30)).days}</v></c>'
    if isinstance(value, int):
        return f'<c r="{place}"><v>{value}</v></c>'
    if len(value) > 8:  # names and numbers are all different
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{place}" t="s"><v>{strings.setdefault(value, len(strings))}</v></c>'


def write_xlsx(path, rows):
    strings, merges, sheet = {}, ["A1:Q1"], []
    sheet.append(f'<row r="1">{cell("A1", "DANH SÁCH HỘ GIA ĐÌNH, NHÂN KHẨU (dữ liệu giả lập)", strings)}</row>')
    sheet.append('<row r="3">' + "".join(cell(f"{column(i)}3", text, strings) for i, text in enumerate(HEADINGS)) + "</row>")
    first = 4
    for number, row in enumerate(rows, 4):
        same = number > 4 and rows[number - 5][1] == row[1]
        if not same:
            if number - first > 1:
                merges.append(f"B{first}:B{number - 1}")
            first = number
        values = list(row)
        if same:
            values[1] = ""
        sheet.append(f'<row r="{number}">' + "".join(
            cell(f"{column(i)}{number}", value, strings) for i, value in enumerate(values)) + "</row>")
    if 4 + len(rows) - first > 1:
        merges.append(f"B{first}:B{3 + len(rows)}")
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="{kind}.sharedStrings+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{rel}"><sheets><sheet name="Nhân khẩu" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{rel}/styles" Target="styles.xml"/><Relationship Id="rId3" Type="{rel}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet {main}><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet {main}><sheetData>{"".join(sheet)}</sheetData><mergeCells count="{len(merges)}">{"".join(f"<mergeCell ref={chr(34)}{one}{chr(34)}/>" for one in merges)}</mergeCells></worksheet>',
    }
    parts["xl/sharedStrings.xml"] = f'<sst {main}>{"".join(f"<si><t>{escape(text)}</t></si>" for text in strings)}</sst>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, head + text)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--out", required=True)
    options.add_argument("--rows", type=int, default=20_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--errors", type=float, default=4)
    options.add_argument("--units", help="a file with what `tram units --format json` printed")
    asked = options.parse_args()
    places = [("", f"Ấp {i}", "") for i in range(1, 13)]
    if asked.units:
        units = {unit["id"]: unit for unit in json.loads(Path(asked.units).read_text("utf-8"))["units"]}
        places = [(units[unit["parent"]]["name"], unit["name"], unit["code"]) for unit in units.values()
                  if unit["kind"] == "hamlet" and unit["parent"] in units]
    maker = Maker(asked.seed, places)
    rows = []
    number = 0
    while len(rows) < asked.rows:
        number += 1
        rows += maker.household(number)
    rows = rows[:asked.rows]
    counts = maker.spoil(rows, asked.errors)
    for place, row in enumerate(rows, 1):
        row[0] = place
    out = Path(asked.out)
    out.mkdir(parents=True, exist_ok=True)
    write_csv(out / "danh-sach.csv", rows)
    write_xlsx(out / "danh-sach.xlsx", rows)
    print(f"{len(rows)} rows, {number} households, faults: "
          + ", ".join(f"{kind} {count}" for kind, count in sorted(counts.items())))


if __name__ == "__main__":
    main()
