#!/usr/bin/env python3
"""Input that is broken, hostile or absurd, sent to the running program: a clear 4xx that says what is
wrong and nothing of anybody, nothing stored, and the server lives."""
import gzip
import http.client
import json
import socket

from house import HouseTest, main

GOOD = {"resourceType": "Patient", "id": "good", "name": [{"family": "Nguyễn"}]}


class BadInput(HouseTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.house.run("init")
        cls.house.serve()
        cls.admin = cls.house.as_user("admin")
        cls.admin.put(GOOD)

    def setUp(self):
        self.before = self.position()

    def tearDown(self):
        self.assertEqual(self.position(), self.before, "something was stored")
        self.assertIsNone(self.house.server.poll(), "the server died")

    def position(self):
        answer = self.admin.fhir("GET", "_history?_count=1")
        self.assertEqual(answer.status, 200, answer.text)
        return answer.json["total"]

    def refused(self, answer, *statuses):
        self.assertIn(answer.status, statuses or (400, 422), answer.text[:500])
        outcome = answer.json
        self.assertEqual(outcome["resourceType"], "OperationOutcome")
        for issue in outcome["issue"]:
            self.assertTrue(issue["details"]["text"])
            self.assertTrue(issue["diagnostics"])
        return outcome

    def send(self, body, path="Patient", method="POST", statuses=(400, 422)):
        if isinstance(body, str):
            body = body.encode()
        return self.refused(self.admin.fhir(method, path, body), *statuses)

    def test_malformed_json(self):
        for body in ("", " ", "{", "}", "[]", "null", '"x"', "1", "{]", '{"resourceType":"Patient"', '{"resourceType":"Patient",}',
                     "{'resourceType':'Patient'}", '{"resourceType":"Patient"} x', '{"resourceType":"Patient"}{"resourceType":"Patient"}',
                     '{"resourceType":Patient}', '{"resourceType":"Patient","active":tru}', '{"resourceType":"Patient","name":[{]}',
                     '{"resourceType":"Patient","multipleBirthInteger":01}', '{"resourceType":"Patient","multipleBirthInteger":1.}',
                     '{"resourceType":"Patient","multipleBirthInteger":NaN}', '// x\n{"resourceType":"Patient"}',
                     '{"resourceType":"Patient","id":"\\x"}', '{"resourceType":"Patient","id":"\\ud800"}', '\ufeff'):
            with self.subTest(body):
                self.send(body)

    def test_deep_nesting(self):
        for deep in (100, 10_000, 1_000_000):
            for opening, closing in (('{"extension":[', "]}"), ("[", "]")):
                with self.subTest((deep, opening)):
                    self.send('{"resourceType":"Patient","extension":[' + opening * deep + closing * deep + "]}",
                              statuses=(400, 413, 422))
        self.send("[" * 1_000_000, statuses=(400, 413))

    def test_wrong_types_and_unknown_elements(self):
        for element in ('"name":"x"', '"name":{}', '"name":[]', '"name":[null]', '"name":[[]]', '"active":"true"', '"active":1',
                        '"gender":5', '"gender":"w"', '"gender":["male"]', '"multipleBirthInteger":"2"', '"multipleBirthInteger":1.5',
                        '"multipleBirthInteger":99999999999999999999', '"colour":"red"', '"Name":[]', '"resourceType":"Patient"',
                        '"birthDate":null', '"birthDate":""', '"birthDate":" "', '"_birthDate":"x"', '"contact":[{}]',
                        '"deceasedBoolean":true,"deceasedDateTime":"2020"', '"managingOrganization":{"reference":"Patient/good"}',
                        '"managingOrganization":{"reference":5}', '"contained":[{"resourceType":"Nothing"}]',
                        '"meta":{"versionId":5}', '"id":"' + "x" * 65 + '"', '"text":{"status":"generated","div":"<script>alert(1)</script>"}'):
            with self.subTest(element):
                self.send('{"resourceType":"Patient",' + element + "}")
        self.send('{"resourceType":"Nothing"}', path="Nothing", statuses=(404,))
        self.send('{"resourceType":"Observation"}')  # sent to Patient
        self.send('{"resourceType":"Observation"}', path="Observation")  # status and code are musts
        self.send('{"id":"x"}')
        self.send('{"resourceType":5}')

    def test_impossible_dates(self):
        for date in ("2026-02-30", "2025-02-29", "2026-13", "2026-00-01", "26-01-01", "2026-1-1", "01/02/2026", "2026-01-01T10:00:00Z",
                     "0000", "10000-01-01", "2026-01-32", "hôm nay", "2026-01-01; DROP TABLE res"):
            with self.subTest(date):
                self.send(json.dumps({"resourceType": "Patient", "birthDate": date}))
        for instant in ("2026-01-01T25:00:00Z", "2026-01-01T10:61:00Z", "2026-01-01T10:00:00", "2026-01-01T10:00:00+25:00", "2026-01-01T10:00Z"):
            with self.subTest(instant):
                self.send(json.dumps({"resourceType": "Patient", "deceasedDateTime": instant}))
        for date in ("2026-02-30", "2026-13", "xx2026", "gt", "2026-01-01T99:00", "9" * 400):
            with self.subTest(date):
                self.refused(self.admin.get("/fhir/Patient", birthdate=date), 400)

    def test_bytes_that_are_no_utf8(self):
        for bad in (b"\xff", b"\xc3\x28", b"\xed\xa0\x80", b"\xf8\x88\x80\x80\x80", b"\xc0\xaf", b"\xfe\xff"):
            with self.subTest(bad):
                self.send(b'{"resourceType":"Patient","name":[{"family":"' + bad + b'"}]}')
        self.refused(self.admin.request("GET", "/fhir/Patient?name=%ff"), 400)
        self.refused(self.admin.request("GET", "/fhir/Patient?name=%c3%28"), 400)

    def test_keys_twice(self):
        self.send('{"resourceType":"Patient","gender":"male","gender":"female"}')
        self.send('{"resourceType":"Patient","name":[{"family":"a","family":"b"}]}')
        self.send('{"resourceType":"Patient","resourceType":"Observation"}')
        self.send('{"resourceType":"Patient","gender":"male","gen\\u0064er":"female"}')

    def test_nul_quotes_and_control_characters(self):
        self.send('{"resourceType":"Patient","name":[{"family":"a\\u0000b"}]}')
        self.send(b'{"resourceType":"Patient","name":[{"family":"a\x00b"}]}')
        self.send(b'{"resourceType":"Patient","name":[{"family":"a\x01b"}]}')
        for text in ("' OR '1'='1", "'; DROP TABLE res; --", '" OR ""="', "\\", "%", "_", "$1", "a'b\"c", "%00", "\x00", "\x01", "‮", "$$", ")"):
            for parameter in ("name", "name:contains", "identifier", "gender", "_id", "_tag", "organization", "organization.name",
                              "identifier:of-type", "_source"):
                with self.subTest((text, parameter)):
                    answer = self.admin.get("/fhir/Patient", **{parameter: text})
                    self.assertIn(answer.status, (200, 400), answer.text[:300])
                    if answer.status == 200:
                        found = [entry["resource"]["id"] for entry in answer.json.get("entry", [])]
                        self.assertEqual(found, [], parameter)
        for path in ("Patient/'%20OR%201=1", "Patient/%00", "Patient/..%2f..%2fetc%2fpasswd", "Patient/%", "Patient/a%0d%0aX:1"):
            self.refused(self.admin.request("GET", "/fhir/" + path), 400, 404)

    def test_unknown_parameters_and_modifiers(self):
        for query in ("colour=red", "name:colour=x", "name:exact:contains=x", "_sort=colour", "_include=x", "_include=Patient:name",
                      "_revinclude=Observation", "_count=x", "_count=-5", "_summary=maybe", "_total=much", "_elements=", "=x", "&&&=",
                      "_has:x=y", "_has:Observation=y", "_has:Observation:subject=y", "subject.name=x", "name.family=x", "gender:missing=maybe",
                      "birthdate=gt", "_lastUpdated=never", "_has:" * 50 + "x=y", "link." * 100 + "name=x"):
            with self.subTest(query):
                answer = self.admin.request("GET", "/fhir/Patient?" + query)
                if query in ("&&&=", "_elements="):
                    self.assertIn(answer.status, (200, 400))
                else:
                    self.refused(answer, 400, 501)
        self.refused(self.admin.request("GET", "/fhir/Patient?name=" + "a," * 100_000), 400, 414, 431, 413)
        answer = self.admin.get("/fhir/Patient", name="a " * 2000)
        self.assertIn(answer.status, (200, 400))

    def test_cursors_tampered_with(self):
        for number in range(3):
            self.admin.put(dict(GOOD, id=f"page-{number}"))
        self.before = self.position()
        for path in ("Patient?_count=1", "_history?_count=1", "Patient/_history?_count=1", "Patient/good/$everything?_count=1"):
            links = {link["relation"]: link["url"] for link in self.admin.fhir("GET", path).json["link"]}
            if "next" not in links:
                continue  # one page
            url = links["next"].split("/fhir/")[1]
            self.assertEqual(self.admin.fhir("GET", url).status, 200)
            head, cursor = url.rsplit("=", 1)
            for bad in (cursor[:-1], cursor + "A", cursor[:5] + ("A" if cursor[5] != "A" else "B") + cursor[6:], "0", "A" * 1000, "%00",
                        cursor[::-1]):
                with self.subTest((path, bad)):
                    self.refused(self.admin.request("GET", "/fhir/" + head + "=" + bad), 400)
            if path.startswith("Patient?"):  # a cursor belongs to its question
                self.refused(self.admin.request("GET", "/fhir/" + url.replace("Patient?", "Organization?")), 400)

    def test_bodies_too_large(self):
        """200 MB, announced or in chunks, sent on for as long as the server takes it."""
        piece = b"a" * 1_000_000
        head, tail = b'{"resourceType":"Patient","name":[{"family":"', b'"}]}'
        for chunked in (False, True):
            connection = http.client.HTTPConnection("127.0.0.1", self.house.port, timeout=60)
            connection.putrequest("POST", "/fhir/Patient")
            connection.putheader("Authorization", "Bearer " + self.admin.token)
            connection.putheader("Content-Type", "application/fhir+json")
            if chunked:
                connection.putheader("Transfer-Encoding", "chunked")
            else:
                connection.putheader("Content-Length", str(len(head) + 200 * len(piece) + len(tail)))
            connection.endheaders()
            status = "cut"
            try:
                for part in [head, *[piece] * 200, tail, b""]:
                    connection.send(b"%x\r\n%s\r\n" % (len(part), part) if chunked else part)
            except OSError:
                pass  # it has heard enough
            try:
                status = connection.getresponse().status
            except (OSError, http.client.HTTPException):
                pass  # the line was cut before the answer could be read
            connection.close()
            self.assertIn(status, (400, 413, 422, "cut"))
        # A bomb: 200 MB behind 200 kB.
        bomb = gzip.compress(head + piece * 200 + tail)
        answer = self.admin.request("POST", "/fhir/Patient", bomb, {"Content-Type": "application/fhir+json", "Content-Encoding": "gzip"})
        self.refused(answer, 400, 413, 422)

    def test_broken_http(self):
        for text in (b"\r\n\r\n", b"GET\r\n\r\n", b"GET /fhir/Patient HTTP/9.9\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01",
                     b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n", b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 10_000 + b"\r\n",
                     b"POST /fhir HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
                     b"POST /fhir HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nabcde",
                     b"POST /fhir HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n"):
            with self.subTest(text[:40]):
                line = socket.create_connection(("127.0.0.1", self.house.port), timeout=20)
                try:
                    line.sendall(text)
                    line.shutdown(socket.SHUT_WR)
                    answer = line.recv(100)
                    self.assertTrue(answer == b"" or answer.startswith(b"HTTP/1.1 4") or answer.startswith(b"HTTP/1.1 5"), answer)
                except OSError:
                    pass
                finally:
                    line.close()

    def test_bundles_that_are_wrong(self):
        def entry(**request):
            return {"resource": {"resourceType": "Patient"}, "request": request}
        for entries in ([{}], [{"request": {}}], [entry(method="POST")], [entry(method="EAT", url="Patient")], [entry(method="POST", url="http://else/Patient")],
                        [entry(method="POST", url="Nothing")], [entry(method="PUT", url="Patient")], [entry(method="GET", url="Patient?colour=x")],
                        [entry(method="POST", url="Patient", ifNoneExist="colour=x")], [entry(method="POST", url="../../etc")],
                        [dict(entry(method="POST", url="Patient"), fullUrl="urn:uuid:1"), dict(entry(method="POST", url="Patient"), fullUrl="urn:uuid:1")],
                        [{"resource": {"resourceType": "Observation", "status": "final", "code": {"text": "x"}, "subject": {"reference": "Patient?identifier=none|none"}},
                          "request": {"method": "POST", "url": "Observation"}}]):
            with self.subTest(json.dumps(entries)[:150]):
                # A neighbour that is good goes down with it.
                good = {"resource": {"resourceType": "Patient"}, "request": {"method": "POST", "url": "Patient"}}
                self.send(json.dumps({"resourceType": "Bundle", "type": "transaction", "entry": [good, *entries]}), path="",
                          statuses=(400, 404, 412, 422))
        for bundle in ({"type": "transaction", "entry": {}}, {"entry": []}, {"type": "collection"}, {"type": "transaction", "entry": "x"}):
            self.send(json.dumps({"resourceType": "Bundle", **bundle}), path="")


if __name__ == "__main__":
    main()
