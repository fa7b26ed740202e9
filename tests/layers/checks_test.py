#!/usr/bin/env python3
"""The checks of tools/ find what they are for and leave the rest alone."""
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent / "tools"))
import check_tree  # noqa: E402
import check_vietnamese  # noqa: E402


class Vietnamese(unittest.TestCase):
    def lines(self, text):
        return list(check_vietnamese.silent_errors(text))

    def test_finds_a_named_message_without_its_twin(self):
        self.assertEqual(self.lines('\nreturn Error{.code = kBusy, .message = "a, b"};'), [2])

    def test_finds_a_positional_message_without_its_twin(self):
        self.assertEqual(self.lines('Error{ErrorCode::kBusy, fmt::format("a {}", f(1, 2))}'), [1])

    def test_accepts_both_languages(self):
        self.assertEqual(self.lines('Error{.message = "a", .message_vi = "b"}'), [])
        self.assertEqual(self.lines('Error{ErrorCode::kBusy, "a", "b", path}'), [])

    def test_leaves_the_definition_alone(self):
        self.assertEqual(self.lines("struct Error {\n    std::string message;\n};"), [])


class Tree(unittest.TestCase):
    def test_finds_endings_that_say_nothing(self):
        self.assertTrue(check_tree.TYPE.search("class Session" + "Manager {"))
        self.assertTrue(check_tree.TYPE.search("struct Patient" + "Info final {"))

    def test_leaves_other_names_alone(self):
        self.assertFalse(check_tree.TYPE.search("struct InfoPanel {"))
        self.assertFalse(check_tree.TYPE.search("struct Information {"))

    def test_finds_hosts_in_lock_files(self):
        self.assertTrue(check_tree.HOST.search('"resolved": "https://registry.example/x.tgz"'))
        self.assertFalse(check_tree.HOST.search('"version": "1.0.0"'))


if __name__ == "__main__":
    unittest.main()
