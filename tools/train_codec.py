#!/usr/bin/env python3
"""Trains the dictionary that stored bodies are compressed with. Run by hand, its result is checked in:
a store keeps the dictionary it was written with, so a new one is a new codec and no small matter.

usage: train_codec.py BUNDLE_DIR OUT

BUNDLE_DIR holds FHIR bundles of synthetic people (*.json.bz2); to these come the shapes of
docs/house/records.md, made up here. Nobody real is ever in either. Ids are drawn anew for each
sample, so that the dictionary learns shapes and no one id.
"""
import bz2
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

DICTIONARY_BYTES = 112_640
OURS = 9000

FAMILIES = "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Nông Lò Giàng Vàng Y H'".split()
MIDDLES = "Thị Văn Hữu Đức Minh Ngọc Thanh Xuân Thu Quốc Gia Bảo Kim".split()
GIVENS = """An Anh Bình Châu Chi Cường Dung Dũng Đạt Giang Hà Hải Hạnh Hằng Hiền Hòa Hoa Hùng Hương Khánh
Lan Linh Long Mai Nam Nga Nhung Phúc Phương Quang Quỳnh Sơn Tâm Thảo Thủy Trang Trung Tuấn Vân Yến""".split()
PLACES = """Tân Lập|Bình Minh|Hòa Bình|Đồng Tâm|Thanh Sơn|Nà Phặc|Mường Khoa|Ea Tul|Long Hòa|Phú Mỹ""".split("|")
ICD = """I10|Tăng huyết áp vô căn (nguyên phát)~E11|Đái tháo đường không phụ thuộc insulin~J00|Viêm mũi họng cấp
J06.9|Nhiễm trùng đường hô hấp trên cấp, không xác định~J20|Viêm phế quản cấp~J45|Hen~J44.9|Bệnh phổi tắc nghẽn mạn tính
K29|Viêm dạ dày và tá tràng~A09|Tiêu chảy và viêm dạ dày, ruột~M54.5|Đau lưng vùng thấp~Z34|Theo dõi thai bình thường
N39.0|Nhiễm khuẩn hệ tiết niệu, vị trí không xác định~B54|Sốt rét không xác định~A90|Sốt xuất huyết Dengue""".replace("\n", "~").split("~")
VACCINES = "BCG|Viêm gan B sơ sinh|DPT-VGB-Hib|OPV|IPV|Sởi|MR|Viêm não Nhật Bản|Uốn ván".split("|")
TECHNIQUES = "Đo điện tim|Siêu âm ổ bụng|Xét nghiệm đường máu mao mạch|Thay băng vết thương|Tiêm bắp|Khám thai".split("|")
KINDS = """treatment periodic-check screening home-visit antenatal birth postnatal chronic-follow-up school-check
work-check immunization counselling paperwork card-check""".split()
LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"


def ext(name, **value):
    return {"url": f"urn:tram:ext:{name}", **value}


def codes(name, code):
    return {"coding": [{"system": f"urn:tram:codes:{name}", "code": code}]}


class Shapes:
    """Resources as records.md describes them, drawn from a seeded source."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def pick(self, options):
        return self.random.choice(options)

    def uuid(self):
        text = f"{self.random.getrandbits(128):032x}"
        return f"{text[:8]}-{text[8:12]}-7{text[13:16]}-a{text[17:20]}-{text[20:]}"

    def ref(self, kind):
        return {"reference": f"{kind}/{self.uuid()}"}

    def day(self, first=2015, last=2026):
        return f"{self.random.randint(first, last)}-{self.random.randint(1, 12):02}-{self.random.randint(1, 28):02}"

    def time(self):
        return f"{self.day(2023)}T{self.random.randint(7, 17):02}:{self.random.randint(0, 59):02}:00+07:00"

    def digits(self, count):
        return "".join(self.pick("0123456789") for _ in range(count))

    def quantity(self, low, high, unit, code, places=0):
        return {"value": round(self.random.uniform(low, high), places) if places else self.random.randint(low, high),
                "unit": unit, "system": UCUM, "code": code}

    def patient(self):
        family, given = self.pick(FAMILIES), [self.pick(MIDDLES), self.pick(GIVENS)]
        identifiers = [{"system": "urn:tram:id:cccd", "value": self.digits(12)}]
        if self.random.random() < 0.8:
            identifiers.append({"system": "urn:tram:id:bhxh", "value": self.digits(10)})
        return {"resourceType": "Patient", "identifier": identifiers, "active": True,
                "name": [{"use": "official", "text": " ".join([family, *given]), "family": family, "given": given}],
                "telecom": [{"system": "phone", "value": "09" + self.digits(8), "use": "mobile"}],
                "gender": self.pick(["male", "female"]), "birthDate": self.pick([self.day(1935), self.day(1935)[:4]]),
                "extension": [ext("ethnicity", valueCoding={"system": "urn:tram:codes:ethnicity",
                                                            "code": f"{self.random.randint(1, 54):02}"})],
                "address": [{"use": "home", "text": f"Thôn {self.random.randint(1, 15)}, xã {self.pick(PLACES)}",
                             "period": {"start": self.day()},
                             "extension": [ext("residence-unit", valueReference=self.ref("Organization")),
                                           ext("presence", valueCode=self.pick(["resident", "temporary-stable",
                                                                                "resident-away-long"])),
                                           ext("confirmed-on", valueDate=self.day(2025))]}]}

    def encounter(self):
        at = self.time()
        return {"resourceType": "Encounter", "status": "finished",
                "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": self.pick(["AMB", "HH", "VR"])},
                "type": [codes("encounter-kind", self.pick(KINDS))], "subject": self.ref("Patient"),
                "participant": [{"individual": self.ref("Practitioner")}],
                "period": {"start": at, "end": at.replace(":00+", ":20+")}, "serviceProvider": self.ref("Organization"),
                "extension": [ext("payer", valueCode=self.pick(["bhyt", "bhyt-pending", "self", "free"]))]}

    def observation(self):
        body = {"resourceType": "Observation", "status": "final",
                "category": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category",
                                          "code": "vital-signs"}]}]}
        kind = self.random.randrange(6)
        simple = [("29463-7", "Cân nặng", self.quantity(30, 90, "kg", "kg", 1)),
                  ("8302-2", "Chiều cao", self.quantity(140, 180, "cm", "cm")),
                  ("8280-0", "Vòng eo", self.quantity(60, 110, "cm", "cm")),
                  ("15074-8", "Đường máu", self.quantity(4, 18, "mmol/L", "mmol/L", 1))]
        body["code"] = {"coding": [{"system": LOINC, "code": "85354-9", "display": "Huyết áp"}]}
        if 2 <= kind:
            code, display, value = simple[kind - 2]
            body["code"] = {"coding": [{"system": LOINC, "code": code, "display": display}]}
        body |= {"subject": self.ref("Patient"), "encounter": self.ref("Encounter"), "effectiveDateTime": self.time(),
                 "performer": [self.ref("Organization"), self.ref("Practitioner")]}
        if kind < 2:
            body["component"] = [
                {"code": {"coding": [{"system": LOINC, "code": code, "display": display}]},
                 "valueQuantity": self.quantity(low, high, "mmHg", "mm[Hg]")}
                for code, display, low, high in (("8480-6", "Huyết áp tâm thu", 95, 190), ("8462-4", "Huyết áp tâm trương", 55, 115))]
        else:
            body["valueQuantity"] = value
        if self.random.random() < 0.2:
            body["extension"] = [ext("pre-screening", valueBoolean=True)]
        return body

    def condition(self):
        code, display = self.pick(ICD).split("|")
        return {"resourceType": "Condition",
                "clinicalStatus": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": self.pick(["active", "resolved"])}]},
                "verificationStatus": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-ver-status", "code": "confirmed"}]},
                "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": code, "display": display}], "text": display},
                "subject": self.ref("Patient"), "encounter": self.ref("Encounter"),
                "onsetDateTime": self.day(), "recordedDate": self.day()}

    def immunization(self):
        name = self.pick(VACCINES)
        return {"resourceType": "Immunization", "status": "completed",
                "vaccineCode": {"coding": [{"system": "urn:tram:codes:vaccine", "code": name, "display": name}], "text": name},
                "patient": self.ref("Patient"), "occurrenceDateTime": self.day(), "primarySource": True,
                "lotNumber": self.digits(6), "performer": [{"actor": self.ref("Organization")}],
                "protocolApplied": [{"doseNumberPositiveInt": self.random.randint(1, 4)}]}

    def procedure(self):
        name = self.pick(TECHNIQUES)
        return {"resourceType": "Procedure", "status": "completed",
                "code": {"coding": [{"system": "urn:tram:codes:technique", "code": f"{self.random.randint(1, 18)}.{self.digits(4)}", "display": name}]},
                "subject": self.ref("Patient"), "encounter": self.ref("Encounter"), "performedDateTime": self.time(),
                "performer": [{"actor": self.ref("Practitioner"), "onBehalfOf": self.ref("Organization")}]}

    def coverage(self):
        return {"resourceType": "Coverage", "status": "active", "type": codes("bhyt-group", self.pick(["DN", "HN", "TE", "GD", "DT", "CN"])),
                "subscriberId": self.pick(["DN4", "HN2", "TE1", "GD4", "DT2"]) + self.digits(12),
                "beneficiary": self.ref("Patient"), "payor": [self.ref("Organization")],
                "period": {"start": self.day(2024), "end": self.day(2026)}, "extension": [ext("checked-on", valueDate=self.day(2025))]}

    def task(self):
        return {"resourceType": "Task", "identifier": [{"system": "urn:tram:id:task", "value": self.uuid()}],
                "status": self.pick(["requested", "in-progress", "completed"]), "intent": "order",
                "code": codes("task", self.pick(["worklist-item", "worklist", "plan-task"])), "for": self.ref("Patient"),
                "partOf": [self.ref("Task")], "owner": self.ref("PractitionerRole"), "authoredOn": self.time(),
                "restriction": {"period": {"end": self.day(2026)}}, "reasonCode": {"text": "lost-to-follow-up"},
                "output": [{"type": codes("contact-outcome", "outcome"),
                            "valueCodeableConcept": codes("contact-outcome", self.pick(["done", "will-come", "not-found", "moved", "refused"]))}]}

    def medication_request(self):
        return {"resourceType": "MedicationRequest", "status": "active", "intent": "order",
                "medicationCodeableConcept": {"text": self.pick(["Amlodipin 5 mg", "Metformin 500 mg", "Paracetamol 500 mg", "Losartan 50 mg", "Amoxicillin 500 mg"])},
                "subject": self.ref("Patient"), "encounter": self.ref("Encounter"), "authoredOn": self.time(), "requester": self.ref("Practitioner"),
                "dosageInstruction": [{"text": "Uống sáng 1 viên sau ăn", "timing": {"repeat": {"frequency": self.random.randint(1, 3), "period": 1, "periodUnit": "d"}},
                                       "doseAndRate": [{"doseQuantity": {"value": 1, "unit": "viên"}}]}],
                "dispenseRequest": {"quantity": {"value": self.pick([10, 14, 28, 30]), "unit": "viên"}}}

    def household(self):
        return {"resourceType": "Group", "active": True, "type": "person", "actual": True, "code": {"text": "household"},
                "characteristic": [{"code": {"text": "poverty"}, "valueCodeableConcept": {"text": self.pick(["poor", "near-poor"])},
                                    "exclude": False, "period": {"start": "2024-01-01", "end": "2024-12-31"}}],
                "member": [{"entity": self.ref("Patient"), "period": {"start": self.day()}} for _ in range(self.random.randint(1, 6))]}

    def staff(self):
        return {"resourceType": "PractitionerRole", "active": True, "practitioner": self.ref("Practitioner"), "organization": self.ref("Organization"),
                "code": [codes("post", self.pick(["head", "doctor", "midwife", "nurse", "hamlet-health-worker"]))], "period": {"start": self.day()},
                "extension": [ext("post-kind", valueCode=self.pick(["own", "contract", "rotation"])), ext("days-per-week", valueDecimal=5)]}

    def all(self, count):
        makers = [self.observation] * 8 + [self.encounter] * 4 + [self.patient] * 3 + [self.condition] * 2 + [
            self.immunization, self.procedure, self.coverage, self.task, self.medication_request, self.household, self.staff]
        return [self.pick(makers)() for _ in range(count)]


UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def stored(resource):
    """The resource as a store keeps it: the columns hold what is cut out here."""
    resource = {k: v for k, v in resource.items() if k != "id"}
    meta = {k: v for k, v in resource.get("meta", {}).items() if k not in ("versionId", "lastUpdated")}
    if meta:
        resource["meta"] = meta
    else:
        resource.pop("meta", None)
    return resource


def bundled(folder, shapes):
    for path in sorted(pathlib.Path(folder).glob("*.json.bz2")):
        entries = json.loads(bz2.decompress(path.read_bytes()))["entry"]
        kinds = {entry.get("fullUrl"): entry["resource"]["resourceType"] for entry in entries}
        for entry in entries:
            text = json.dumps(stored(entry["resource"]), ensure_ascii=False, separators=(",", ":"))
            text = re.sub(r"urn:uuid:[0-9a-f-]{36}", lambda m: f"{kinds.get(m[0], 'Patient')}/{m[0][9:]}", text)
            text = re.sub(r'(Practitioner|Organization|Location)\?identifier=[^"]*', lambda m: f"{m[1]}/{shapes.uuid()}", text)
            # Letters and pictures packed in base64 look like nothing else.
            text = re.sub(r'"data":"[^"]*"', '"data":""', text)
            yield UUID.sub(lambda _: shapes.uuid(), text)


def main():
    folder, out = sys.argv[1:]
    shapes = Shapes(2025)
    samples = list(bundled(folder, shapes))
    samples += [json.dumps(r, ensure_ascii=False, separators=(",", ":")) for r in shapes.all(OURS)]
    with tempfile.TemporaryDirectory() as place:
        for number, sample in enumerate(samples):
            pathlib.Path(place, f"{number:06}").write_text(sample[:20_000])
        subprocess.run(["zstd", "-q", "--train-fastcover=k=2048,d=8,accel=1,f=23", "-r", place, f"--maxdict={DICTIONARY_BYTES}",
                        "--dictID=1", "-o", out, "-f"], check=True)
    print(f"{len(samples)} samples of {sum(map(len, samples))} characters: {pathlib.Path(out).stat().st_size} bytes")


if __name__ == "__main__":
    main()
