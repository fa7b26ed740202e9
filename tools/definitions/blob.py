"""The binary form of the definitions: what src/fhir/definitions/blob.h reads back.

A file of little-endian 32-bit words: a header of section offsets, then the sections. Strings are
kept once each, in one section, and named by (offset, length).
"""

import struct

MAGIC = 0x31464454  # "TDF1"
NONE = 0xFFFFFFFF


def hash_text(text):
    """FNV-1a, 32 bits: the same as definitions::HashText."""
    h = 0x811C9DC5
    for byte in text.encode():
        h = ((h ^ byte) * 0x01000193) & 0xFFFFFFFF
    return h


def slots_of(keys):
    """An open-addressed hash table over `keys`: slots hold 1 + place, 0 is empty."""
    size = 4
    while size < 2 * len(keys):
        size *= 2
    slots = [0] * size
    for place, key in enumerate(keys):
        at = hash_text(key) & (size - 1)
        while slots[at]:
            at = (at + 1) & (size - 1)
        slots[at] = place + 1
    return slots


class Blob:
    """Sections of 32-bit words plus one of strings."""

    def __init__(self, names):
        self._names = names
        self._sections = {name: [] for name in names}
        self._text = bytearray()
        self._known = {}

    def string(self, text):
        """Two words that name `text`."""
        if text not in self._known:
            data = text.encode()
            self._known[text] = (len(self._text), len(data))
            self._text += data
        return self._known[text]

    def count(self, name):
        return len(self._sections[name])

    def add(self, name, words):
        """Appends words to a section and says at which word they start."""
        section = self._sections[name]
        start = len(section)
        section.extend(words)
        return start

    def add_strings(self, name, texts):
        """Appends string names to a section; gives (first string, count)."""
        start = self.count(name) // 2
        for text in texts:
            self.add(name, self.string(text))
        return start, len(texts)

    def bytes(self):
        # Magic, then (offset in bytes, size in words) of each section, then those of the strings.
        header_words = 1 + 2 * (len(self._names) + 1)
        header = [MAGIC]
        body = bytearray()
        for name in self._names:
            words = self._sections[name]
            header += [4 * header_words + len(body), len(words)]
            body += struct.pack(f"<{len(words)}I", *words)
        header += [4 * header_words + len(body), len(self._text)]
        return struct.pack(f"<{len(header)}I", *header) + bytes(body) + bytes(self._text)
