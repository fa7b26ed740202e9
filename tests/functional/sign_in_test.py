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

    def change(self, cookie, current, new, headers=JSON):
        return self.house.request("POST", "/api/v1/session/password", {"current": current, "new": new}, {**headers, "Cookie": cookie})

    def entered(self, name):
        self.house.add_user(name, "administrator")
        return self.cookie(self.sign_in(name, PASSWORD))

    def cookie(self, answer):
        return answer.headers["set-cookie"].split(";")[0]

    def test_users_change_their_own_password(self):
        here = self.entered("tu-doi")
        elsewhere = self.cookie(self.sign_in("tu-doi", PASSWORD))
        caller = self.house.as_user("tu-doi")
        own = "chi minh toi biet thoi"
        for current, new, path, word in (("khong dung dau", own, "current", "chưa đúng"), (PASSWORD, "ngan", "new", "10 ký tự"),
                                         (PASSWORD, PASSWORD, "new", "trùng")):
            refused = self.change(here, current, new)
            self.assertEqual((refused.status, refused.json["path"]), (422, path), refused.text)
            self.assertIn(word, refused.json["detail"])
            self.assertNotIn("set-cookie", refused.headers)
        self.assertEqual(self.change(here, PASSWORD, "").status, 400)
        self.assertEqual(self.session(here).status, 200, "a refusal ends nothing")

        changed = self.change(here, PASSWORD, own)
        self.assertEqual(changed.status, 204, changed.text)
        for flag in ("HttpOnly", "SameSite=Strict", "Path=/"):
            self.assertIn(flag, changed.headers["set-cookie"])
        self.assertEqual(self.session(self.cookie(changed)).json["user"], "tu-doi")
        self.assertEqual((self.session(here).status, self.session(elsewhere).status), (401, 401))
        self.assertEqual(self.sign_in("tu-doi", PASSWORD).status, 401)
        self.assertEqual(self.sign_in("tu-doi", own).status, 200)
        self.assertEqual(caller.get("/api/v1/session").status, 200, "programs go on with their token")

    def test_a_password_is_changed_in_a_session_of_ones_own_alone(self):
        cookie = self.entered("chu-phien")
        body = {"current": PASSWORD, "new": "mot mat khau khac"}
        ask = lambda **how: self.house.request("POST", "/api/v1/session/password", body, **how)
        token = self.house.token("chu-phien")
        for why, answer, status in (
                ("nobody", ask(headers=JSON), 401),
                ("a program", ask(headers=JSON, token=token), 403),
                ("a program beside a screen", ask(headers={**JSON, "Cookie": cookie}, token=token), 403),
                ("a form of another site", ask(headers={"Cookie": cookie}), 403),
                ("a script of another site", ask(headers={**JSON, "Cookie": cookie, "Origin": "http://khac.example"}), 403)):
            self.assertEqual(answer.status, status, why)
        self.assertEqual(self.sign_in("chu-phien", PASSWORD).status, 200, "nothing was changed")

    def test_guessing_at_the_current_password_is_slowed_down(self):
        for n in range(20):
            name = f"phien-{n}"
            cookie = self.entered(name)
            for _ in range(5):
                begun = time.monotonic()
                self.assertEqual(self.change(cookie, "doan bua doan", "mot mat khau khac").status, 422)
            held = self.change(cookie, PASSWORD, "mot mat khau khac")
            if held.status != 204 or time.monotonic() - begun < 1:
                break  # else this machine was so busy that the second of waiting was over
        self.assertEqual(held.status, 429)
        self.assertGreaterEqual(int(held.headers["retry-after"]), 1)
        self.assertIn("giây", held.json["detail"])

    def test_a_changed_password_is_accounted_for(self):
        cookie = self.entered("ghi-lai")
        self.assertEqual(self.change(cookie, "khong dung dau", "mot mat khau khac").status, 422)
        self.assertEqual(self.change(cookie, PASSWORD, "mot mat khau khac").status, 204)
        noted, deadline = [], time.monotonic() + 60
        while len(noted) < 2 and time.monotonic() < deadline:
            time.sleep(0.2)
            noted = self.house.rows("SELECT refused FROM audit WHERE who = 'ghi-lai' AND interaction = 11 ORDER BY seq")
        self.assertEqual(noted, ["1", "0"])

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
