#!/usr/bin/env python3
"""Finding people by their names: who is called as typed stands first, however many others match."""
import time

from house import HouseTest, main


def patient(place, name, unit="tram-a"):
    family, *given = name.split()
    return {"resourceType": "Patient", "id": f"bn-{place}", "name": [{"text": name, "family": family, "given": given}],
            "managingOrganization": {"reference": "Organization/" + unit}}


# None of them is first by the order of given names.
NAMED = ["Trần Hoàng Hoa", "Trần Hoàng Hoà", "Hoàng Trần Hoa", "Trần Hoa Hoàng", "Trần Hoàng Hoài"]
# More than a page, all before them: An.
OTHERS = ["Trần Hoàng Hoa An"] * 24
FEW = ["Lê Hoàng Yến", "Lê Hoàng Yến Anh", "Hoàng Lê Yến", "Lê Thị Hoàng Yến"]
LONG = ["Tôn Nữ Hoàng Yến Thanh Mai", "Mai Tôn Nữ Hoàng Yến Thanh"]


class People(HouseTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.house.run("init")
        cls.house.serve()
        cls.admin = cls.house.as_user("admin")
        for unit in ("tram-a", "tram-b"):
            cls.admin.put({"resourceType": "Organization", "id": unit, "name": unit})
        for place, name in enumerate(NAMED + OTHERS + FEW + LONG):
            cls.admin.put(patient(place, name))
        apart = patient("roi", "Trần Hoàng Hoa", "tram-b")
        del apart["name"][0]["text"]
        cls.admin.put(apart)
        cls.house.add_user("ta-a", "station_nurse", "tram-a")
        cls.house.add_user("ta-b", "station_nurse", "tram-b")

    def found(self, user, text):
        answer = self.house.as_user(user).request("POST", "/api/v1/people/search", {"text": text})
        self.assertEqual(answer.status, 200, answer.text)
        people = answer.json["people"]
        self.assertEqual(len({one["id"] for one in people}), len(people), "nobody twice")
        return [one["name"] for one in people]

    def test_whose_whole_name_it_is_comes_first_of_many(self):
        named = ["Trần Hoàng Hoa", "Trần Hoàng Hoa", "Trần Hoàng Hoà", "Hoàng Trần Hoa", "Trần Hoa Hoàng"]
        for typed in ("tran hoang hoa", "  Trần HOÀNG  hoá "):
            self.assertEqual(self.found("admin", typed), named + OTHERS[:15], typed)
        self.assertEqual(self.found("admin", "hoang tran hoa")[:5],
                         ["Hoàng Trần Hoa", *named[:3], "Trần Hoa Hoàng"])

    def test_a_station_finds_its_own_alone(self):
        self.assertEqual(self.found("ta-a", "tran hoang hoa"), [*NAMED[:4], *OTHERS[:16]])
        self.assertEqual(self.found("ta-b", "tran hoang hoa"), ["Trần Hoàng Hoa"])

    def test_of_few_too(self):
        self.assertEqual(self.found("admin", "le hoang yen"), ["Lê Hoàng Yến", "Hoàng Lê Yến", "Lê Hoàng Yến Anh", "Lê Thị Hoàng Yến"])
        self.assertEqual(self.found("admin", "ton nu hoang yen thanh mai"), LONG)
        self.assertEqual(self.found("admin", "mai ton nu hoang yen thanh"), LONG[::-1])

    def test_what_is_no_whole_name_keeps_the_order_of_lists(self):
        self.assertEqual(self.found("admin", "yen le"), ["Lê Hoàng Yến Anh", "Hoàng Lê Yến", "Lê Hoàng Yến", "Lê Thị Hoàng Yến"])
        self.assertEqual(self.found("admin", "yen")[0], "Lê Hoàng Yến Anh")
        self.assertEqual(self.found("admin", "tran hoang"), [*OTHERS[:20]])

    def test_whose_names_were_shown_is_noted(self):
        self.house.add_user("ta-c", "station_nurse", "tram-b")
        self.found("ta-c", "tran hoang hoa")
        noted, deadline = [], time.monotonic() + 60
        while not noted and time.monotonic() < deadline:
            time.sleep(0.2)
            noted = self.house.rows("SELECT count(*) FROM audit WHERE who = 'ta-c' AND interaction = 3 HAVING count(*) > 0")
        self.assertEqual(noted, ["1"])


if __name__ == "__main__":
    main()
