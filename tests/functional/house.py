"""A real tram for a functional test: the built program on a data folder of its own.

    tests/functional/some_test.py PATH/TO/tram sqlite|postgres

On PostgreSQL each house has a database of its own in the test cluster of tools/postgres_cluster.sh;
where PostgreSQL is not installed the test ends with 77 and counts as skipped.
"""
import http.client
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest
import uuid
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent.parent
SYNTHEA = ROOT.parent / "shared/data/synthea"
TRAM = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build/tram").resolve()
DATABASE = sys.argv[2] if len(sys.argv) > 2 else "sqlite"
PASSWORD = "mat khau thu nghiem"


class Cluster:
    """The PostgreSQL that ctest started, or one for this test alone."""
    own = None

    @classmethod
    def url(cls):
        started = TRAM.parent / "postgres/url"
        if started.exists():
            return started.read_text().strip()
        if cls.own is None:
            cls.own = tempfile.mkdtemp(prefix="tram-cluster-")
            code = subprocess.run(
                [ROOT / "tools/postgres_cluster.sh", "start", cls.own, str(os.getpid())]).returncode
            if code != 0:
                sys.exit(77 if code == 77 else 1)
        return (Path(cls.own) / "url").read_text().strip()

    @classmethod
    def log(cls):
        """The server's own log, where no patient may be found either."""
        host = re.search(r"host=([^&]+)", cls.url())
        return Path(host.group(1)) / "server.log" if host else None

    @classmethod
    def create(cls, name):
        cls.sql(f"CREATE DATABASE {name}")
        return cls.url().replace("/postgres?", f"/{name}?")

    @classmethod
    def drop(cls, name):
        cls.sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    @classmethod
    def sql(cls, text, url=None):
        done = subprocess.run(["psql", "-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", url or cls.url(), "-c", text],
                              capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        return done.stdout

    @classmethod
    def stop(cls):
        if cls.own:
            subprocess.run([ROOT / "tools/postgres_cluster.sh", "stop", cls.own])
            shutil.rmtree(cls.own, ignore_errors=True)


class Answer:
    def __init__(self, response, body):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.bytes = body

    @property
    def text(self):
        return self.bytes.decode()

    @property
    def json(self):
        return json.loads(self.text)


class House:
    """A data folder with its database, and the server on it while it serves."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="tram-house-"))
        self.data = self.folder / "data"
        self.output = self.folder / "server.out"
        self.server = None
        self.port = None
        self.database = []
        self.name = None
        if DATABASE == "postgres":
            self.name = "house_" + uuid.uuid4().hex[:12]
            self.url = Cluster.create(self.name)
            self.database = ["--database", self.url]

    def close(self):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
        if self.name:
            Cluster.drop(self.name)

    # --- the command line ---
    def run(self, *words, stdin=None, expect=0):
        """Runs `tram WORDS --data …`; words of two parts ("user add") come as one text."""
        head, rest = words[0].split(), [str(word) for word in words[1:]]
        done = subprocess.run([TRAM, *head, "--data", self.data, *self.database, *rest],
                              input=stdin, capture_output=True, text=True, timeout=300)
        if expect is not None and done.returncode != expect:
            raise AssertionError(f"{words} ended with {done.returncode}, not {expect}:\n{done.stdout}{done.stderr}")
        return done

    def add_user(self, name, role, *units):
        words = ["--name", name, "--role", role, "--password-stdin"]
        for unit in units:
            words += ["--unit", unit]
        self.run("user add", *words, stdin=PASSWORD + "\n")

    def token(self, user):
        return self.run("token create", "--user", user).stdout.strip()

    # --- the server ---
    def serve(self, listen="127.0.0.1:0"):
        with open(self.output, "ab") as output:
            self.server = subprocess.Popen(
                [TRAM, "serve", "--data", self.data, *self.database, "--listen", listen],
                stdout=output, stderr=subprocess.STDOUT)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            ready = re.findall(r"http://(?:127\.0\.0\.1|0\.0\.0\.0):(\d+)", self.output.read_text())
            if ready:
                self.port = int(ready[-1])
                return self
            if self.server.poll() is not None:
                break
            time.sleep(0.05)
        raise AssertionError("the server did not start:\n" + self.output.read_text())

    def stop(self):
        if self.server and self.server.poll() is None:
            self.server.send_signal(signal.SIGTERM)
            self.server.wait(30)
            # The next server of this folder tells its own port.
            self.output.rename(self.output.with_suffix(f".{self.server.pid}"))
        self.server = None

    def request(self, method, path, body=None, headers=None, token=None):
        headers = dict(headers or {})
        if token:
            headers["Authorization"] = "Bearer " + token
        if isinstance(body, (dict, list)):
            body = json.dumps(body, ensure_ascii=False).encode()
            headers.setdefault("Content-Type", "application/json")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return Answer(response, response.read())
        finally:
            connection.close()

    def rows(self, query):
        """Answers of the database itself, for what no door shows: a text a row."""
        if DATABASE == "postgres":
            return Cluster.sql(query, self.url).splitlines()
        with closing(sqlite3.connect(f"file:{self.data / 'tram.db'}?mode=ro", uri=True)) as connection:
            return ["|".join(map(str, row)) for row in connection.execute(query)]

    def as_user(self, name):
        return Caller(self, self.token(name))


class Caller:
    """Requests with the bearer token of one user."""

    def __init__(self, house, token):
        self.house, self.token = house, token

    def request(self, method, path, body=None, headers=None):
        return self.house.request(method, path, body, headers, self.token)

    def get(self, path, **parameters):
        return self.request("GET", path + ("?" + urlencode(parameters) if parameters else ""))

    def fhir(self, method, path, body=None):
        return self.request(method, "/fhir/" + path, body, {"Content-Type": "application/fhir+json"})

    def put(self, resource):
        answer = self.fhir("PUT", f"{resource['resourceType']}/{resource['id']}", resource)
        assert answer.status in (200, 201), answer.text
        return answer


def outlive_midnight():
    """Tests reckon with one today, the program's at UTC+7: one that begins just before midnight waits for it."""
    left = 86_400 - (time.time() + 7 * 3600) % 86_400
    if left < 120:
        time.sleep(left + 1)


class HouseTest(unittest.TestCase):
    """One house for all tests of a class."""

    @classmethod
    def setUpClass(cls):
        outlive_midnight()
        cls.house = House()
        cls.addClassCleanup(cls.house.close)


def main():
    try:
        # The words of the command line are ours, not unittest's.
        result = unittest.main(module="__main__", argv=[sys.argv[0]], exit=False, verbosity=1).result
    finally:
        Cluster.stop()
    sys.exit(0 if result.wasSuccessful() else 1)
