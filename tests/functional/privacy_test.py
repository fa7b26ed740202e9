#!/usr/bin/env python3
"""Names of patients never reach a log: a rare name goes through every door, in bodies, queries, paths and
mistakes, and is then looked for in all that the server wrote besides its database."""
import json
from urllib.parse import quote

from house import DATABASE, PASSWORD, Cluster, HouseTest, main

FAMILY, GIVEN, NUMBER, PHONE = "Xuyzqwvarniq", "Brolltefjak", "079933557711", "0988776655"
SECRETS = [FAMILY, GIVEN, NUMBER, PHONE, FAMILY.lower(), GIVEN.lower()]


def patient(**more):
    return {"resourceType": "Patient", "id": "rare-1", "name": [{"family": FAMILY, "given": [GIVEN]}],
            "identifier": [{"system": "urn:tram:id:cccd", "value": NUMBER}],
            "telecom": [{"system": "phone", "value": PHONE}], **more}


class Privacy(HouseTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.house.run("init")
        cls.house.serve()
        cls.admin = cls.house.as_user("admin")

    def drive(self):
        """Everything that could make a server talk."""
        fhir = self.admin.fhir
        self.admin.put(patient())
        fhir("PUT", "Patient/rare-1", patient(gender=GIVEN))
        fhir("PUT", "Patient/rare-1", patient(**{GIVEN: FAMILY}))
        fhir("PUT", "Patient/rare-1", patient(birthDate=NUMBER))
        fhir("PUT", "Patient/" + FAMILY + "_!", patient())
        fhir("POST", "Patient", json.dumps(patient())[:-3])
        fhir("POST", "Patient", '{"resourceType":"Patient","' + FAMILY + '":1,"' + FAMILY + '":2}')
        fhir("PATCH", "Patient/rare-1", [{"op": "test", "path": "/name/0/family", "value": GIVEN}])
        fhir("POST", "", {"resourceType": "Bundle", "type": "transaction", "entry": [
            {"resource": patient(gender=FAMILY), "request": {"method": "PUT", "url": "Patient/rare-1"}},
            {"resource": patient(), "request": {"method": "POST", "url": "Patient", "ifNoneExist": "name=" + FAMILY}}]})
        for query in ("name=" + FAMILY, "family:exact=" + FAMILY, "identifier=urn:tram:id:cccd|" + NUMBER, "phone=" + PHONE,
                      "birthdate=" + FAMILY, "_sort=" + FAMILY, FAMILY + "=1", "name:" + FAMILY + "=x", "_cursor=" + FAMILY,
                      "organization.name=" + FAMILY, "_lastUpdated=" + FAMILY, "_has:" + FAMILY + ":a:b=c"):
            fhir("GET", "Patient?" + quote(query, safe="=&:|"))
        self.admin.request("POST", "/fhir/Patient/_search", ("name=" + FAMILY).encode(),
                           {"Content-Type": "application/x-www-form-urlencoded"})
        fhir("GET", FAMILY + "/" + GIVEN)
        fhir("GET", "Patient/" + FAMILY + "/_history/" + NUMBER)
        fhir("DELETE", "Patient?name=" + FAMILY + "&" + GIVEN + "=1")
        self.admin.request("GET", "/" + FAMILY + "?" + GIVEN)
        self.admin.request(FAMILY.upper()[:8], "/fhir/Patient/" + GIVEN)
        self.admin.request("GET", "/fhir/Patient", headers={"If-None-Match": FAMILY, "User-Agent": GIVEN, "Referer": "http://x/" + FAMILY})
        self.admin.request("POST", "/api/v1/people/search", {"text": FAMILY + " " + GIVEN})
        self.admin.request("POST", "/api/v1/imports/fhir", json.dumps(patient(gender=FAMILY)) + "\n" + '{"' + FAMILY)
        # People type a password, or a patient, where the user name belongs.
        self.house.request("POST", "/api/v1/session", {"name": FAMILY, "password": GIVEN + NUMBER})
        self.house.request("GET", "/fhir/Patient", token="tram_" + FAMILY)
        # A password that is changed, with mistakes on the way.
        self.house.add_user("doi-mk", "administrator")
        entered = self.house.request("POST", "/api/v1/session", {"name": "doi-mk", "password": PASSWORD})
        cookie = {"Cookie": entered.headers["set-cookie"].split(";")[0], "X-Requested-With": "tram", "Content-Type": "application/json"}
        for current, new, status in ((FAMILY + NUMBER, GIVEN + PHONE, 422), (PASSWORD, PHONE[:9], 422), (PASSWORD, GIVEN + NUMBER, 204)):
            answer = self.house.request("POST", "/api/v1/session/password", {"current": current, "new": new}, cookie)
            self.assertEqual(answer.status, status, answer.text)
        self.house.request("POST", "/api/v1/session/password", ('{"current":"' + GIVEN + '","' + FAMILY).encode(), cookie)

    def logs(self):
        """Every file but the database's own."""
        files = [self.house.output]
        for path in self.house.data.rglob("*"):
            if path.is_file() and not path.name.startswith("tram.db"):
                files.append(path)
        if DATABASE == "postgres":
            files.append(Cluster.log())
        return [file for file in files if file and file.exists()]

    def test_no_log_holds_a_name(self):
        self.drive()
        bad = self.house.folder / "bad.ndjson"
        bad.write_text(json.dumps(patient(gender=GIVEN)) + "\n{" + FAMILY + "\n")
        done = self.house.run("import", bad, expect=1)
        self.assertEqual(self.admin.fhir("GET", "Patient?name=" + FAMILY).json["entry"][0]["resource"]["id"], "rare-1")
        self.house.server.send_signal(15)
        self.house.server.wait(30)
        logs = self.logs()
        self.assertIn("access.log", [file.name for file in logs])
        for file in logs:
            text = file.read_bytes().decode("utf-8", errors="replace")
            for secret in SECRETS:
                self.assertNotIn(secret, text, f"{file.name} holds what is known of a patient")
        for secret in SECRETS:
            self.assertNotIn(secret, done.stderr + done.stdout)

    def test_an_error_does_not_repeat_what_a_record_holds(self):
        for body in (patient(gender=GIVEN), patient(birthDate=NUMBER), patient(name=FAMILY), patient(telecom=[{"system": PHONE}])):
            answer = self.admin.fhir("PUT", "Patient/rare-1", body)
            self.assertIn(answer.status, (400, 422))
            for secret in SECRETS:
                self.assertNotIn(secret, answer.text)


if __name__ == "__main__":
    main()
