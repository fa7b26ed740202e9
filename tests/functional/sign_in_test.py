#!/usr/bin/env python3
"""Signing in at a screen and by token, and what administrators do with users, on the real program."""
import re
import time

from house import PASSWORD, HouseTest, main

JSON = {"Content-Type": "application/json", "X-Requested-With": "tram"}


class SignIn(HouseTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin_password = re.search(r"password\):\s+(\S+)", cls.house.run("init").stdout).group(1)
        cls.house.serve()

    def sign_in(self, name, password):
        return self.house.request("POST", "/api/v1/session", {"name": name, "password": password}, JSON)

    def session(self, cookie, method="GET", headers=JSON):
        return self.house.request(method, "/api/v1/session", headers={**headers, "Cookie": cookie})

    def test_the_first_administrator_signs_in_and_out(self):
        answer = self.sign_in("admin", self.admin_password)
        self.assertEqual(answer.status, 200, answer.text)
        self.assertEqual(answer.json["user"], "admin")
        self.assertEqual(answer.json["role"]["id"], "administrator")
        self.assertTrue(answer.json["administrator"])
        cookie = answer.headers["set-cookie"]
        for flag in ("HttpOnly", "SameSite=Strict", "Path=/"):
            self.assertIn(flag, cookie)
        cookie = cookie.split(";")[0]
        self.assertEqual(self.session(cookie).json["user"], "admin")
        self.assertEqual(self.session(cookie, "DELETE", headers={}).status, 403, "a form of another site")
        gone = self.session(cookie, "DELETE")
        self.assertEqual(gone.status, 204)
        self.assertIn("Max-Age=0", gone.headers["set-cookie"])
        self.assertEqual(self.session(cookie).status, 401)

    def test_a_wrong_password_and_an_unknown_name_read_the_same(self):
        self.house.add_user("hoa", "administrator")
        wrong = self.sign_in("hoa", "khong dung dau")
        unknown = self.sign_in("khongcoai", "khong dung dau")
        self.assertEqual((wrong.status, unknown.status), (401, 401))
        self.assertEqual(wrong.json, unknown.json)
        self.assertIn("mật khẩu", wrong.json["detail"])
        self.assertNotIn("set-cookie", wrong.headers)

    def test_guessing_is_slowed_down(self):
        for n in range(20):
            name = f"bi-doan-{n}"
            self.house.add_user(name, "administrator")
            for _ in range(5):
                begun = time.monotonic()
                self.assertEqual(self.sign_in(name, "doan bua doan").status, 401)
            held = self.sign_in(name, PASSWORD)
            if held.status != 200 or time.monotonic() - begun < 1:
                break  # else this machine was so busy that the second of waiting was over
        self.assertEqual(held.status, 429)
        time.sleep(int(held.headers["retry-after"]) + 0.1)
        self.assertEqual(self.sign_in(name, PASSWORD).status, 200)

    def test_what_is_no_sign_in_is_refused(self):
        for body in ("", "[]", '{"name":"admin"}', '{"name":1,"password":"x"}', "{" * 50, '{"name":"\x00","password":"x"}'):
            answer = self.house.request("POST", "/api/v1/session", body.encode(), JSON)
            self.assertIn(answer.status, (400, 401, 422), body)
        form = self.house.request("POST", "/api/v1/session", b"name=admin&password=x",
                                  {"Content-Type": "application/x-www-form-urlencoded"})
        self.assertIn(form.status, (400, 415, 422))

    def test_a_token_opens_the_door_until_it_is_revoked(self):
        self.house.add_user("may", "administrator")
        caller = self.house.as_user("may")
        self.assertRegex(caller.token, r"^tram_[A-Za-z0-9_-]{43}$")
        self.assertEqual(caller.get("/fhir/Patient").status, 200)
        self.assertEqual(self.house.request("GET", "/fhir/Patient").status, 401)
        self.assertEqual(self.house.request("GET", "/fhir/Patient", token=caller.token[:-1] + "x").status, 401)
        rows = [line.split("\t") for line in self.house.run("token list").stdout.splitlines()]
        mine = [row for row in rows if row[1] == "may"]
        self.assertEqual(len(mine), 1)
        self.house.run("token revoke", "--id", mine[0][0])
        self.assertEqual(caller.get("/fhir/Patient").status, 401)

    def test_a_disabled_user_is_out_at_once(self):
        self.house.add_user("nghi-viec", "administrator")
        caller = self.house.as_user("nghi-viec")
        cookie = self.sign_in("nghi-viec", PASSWORD).headers["set-cookie"].split(";")[0]
        self.house.run("user disable", "--name", "nghi-viec")
        self.assertEqual(caller.get("/fhir/Patient").status, 403)
        self.assertEqual(self.session(cookie).status, 401)
        self.assertEqual(self.sign_in("nghi-viec", PASSWORD).status, 401)
        self.house.run("user enable", "--name", "nghi-viec")
        self.assertEqual(caller.get("/fhir/Patient").status, 200)

    def test_a_new_password_ends_the_old_sessions(self):
        self.house.add_user("doi-mk", "administrator")
        cookie = self.sign_in("doi-mk", PASSWORD).headers["set-cookie"].split(";")[0]
        self.house.run("user password", "--name", "doi-mk", "--password-stdin", stdin="mot mat khau khac\n")
        self.assertEqual(self.session(cookie).status, 401)
        self.assertEqual(self.sign_in("doi-mk", PASSWORD).status, 401)
        self.assertEqual(self.sign_in("doi-mk", "mot mat khau khac").status, 200)

    def test_only_administrators_keep_users(self):
        admin = self.house.as_user("admin")
        admin.put({"resourceType": "Organization", "id": "tram-a", "name": "Trạm A"})
        self.house.add_user("y-ta", "station_nurse", "tram-a")
        admin.put({"resourceType": "Organization", "id": "tram-b", "name": "Trạm B",
                   "identifier": [{"system": "urn:tram:id:unit", "value": "99T07"}]})
        made = self.house.run("user add", "--name", "y-ta-b", "--role", "station_nurse", "--unit", "99T07", stdin="")
        self.assertIn("shown this once", made.stdout, "without a terminal a password is made")
        self.assertRegex(self.house.run("user list").stdout, "y-ta-b +station_nurse .*Trạm B \\(99T07\\)", "a code names a unit too")
        nurse = self.house.as_user("y-ta")
        for method, path in (("GET", "/users"), ("POST", "/users"), ("GET", "/tokens"), ("POST", "/tokens"),
                             ("POST", "/users/admin/password"), ("DELETE", "/tokens/000000000000")):
            self.assertEqual(nurse.request(method, "/api/v1" + path, {} if method == "POST" else None).status, 403, path)
        who = nurse.get("/api/v1/session").json
        self.assertEqual(who["units"], [{"id": "tram-a", "code": "", "name": "Trạm A", "kind": ""}])
        self.assertTrue(who["names"])
        self.assertFalse(who["administrator"])

    def test_mistakes_in_adding_users_are_told(self):
        cases = [(("x", "administrator"), "2"), (("lan", "bac-si"), "station_doctor"),
                 (("lan", "station_nurse"), "đơn vị"), (("lan", "station_nurse", "khong-co"), "tram units")]
        for (name, role, *units), hint in cases:
            words = ["--name", name, "--role", role, "--password-stdin"] + [w for u in units for w in ("--unit", u)]
            done = self.house.run("user add", *words, stdin=PASSWORD + "\n", expect=1)
            self.assertIn(hint, done.stderr)
        short = self.house.run("user add", "--name", "lan", "--role", "administrator", "--password-stdin", stdin="ngan\n", expect=1)
        self.assertIn("10", short.stderr)


if __name__ == "__main__":
    main()
