"""Features of a text, exactly as Sources/Detection/Classifier computes them.

A text is lower-cased (ASCII), its white space made single spaces and its digits zeros; then come the hashes of all
byte n-grams of 4, 5 and 6 bytes and of all words and pairs of words, each folded into BUCKETS.
"""
import json

import numpy

BITS = 19
BUCKETS = 1 << BITS
WINDOW = 600
STEP = 400
GRAMS = (4, 5, 6)
PRIME = numpy.uint32(16777619)
BASIS = numpy.uint32(2166136261)
WORD_SALT = 0x57
PAIR_SALT = 0x50

MAP = bytearray(range(256))
for byte in range(256):
    if 0x41 <= byte <= 0x5A:
        MAP[byte] = byte + 0x20
    elif 0x30 <= byte <= 0x39:
        MAP[byte] = 0x30
    elif byte <= 0x20 or byte == 0x7F:
        MAP[byte] = 0x20
MAP = bytes(MAP)
IS_WORD = [byte >= 0x80 or 0x61 <= byte <= 0x7A or byte == 0x30 for byte in range(256)]


def leaves(text: str) -> str:
    """Keys and strings of a JSON document, one a line; any other text as it is."""
    if text[:1] not in "{[" or not text:
        return text
    try:
        document = json.loads(text)
    except ValueError:
        return text
    found = []

    def walk(value):
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, list):
            for element in value:
                walk(element)
        elif isinstance(value, dict):
            for key, element in value.items():
                found.append(key)
                walk(element)

    walk(document)
    return "\n".join(found)


def normalized(text: bytes) -> bytes:
    return b" ".join(text.translate(MAP).split())


def windows(text: bytes):
    """Overlapping stretches of WINDOW bytes; the last ends where the text ends."""
    found, start = [], 0
    while True:
        found.append(text[start:start + WINDOW])
        if start + WINDOW >= len(text):
            return found
        start += STEP


def mixed(hashes):
    hashes = hashes ^ (hashes >> numpy.uint32(15))
    hashes = hashes * numpy.uint32(0x2C1B3C6D)
    hashes = hashes ^ (hashes >> numpy.uint32(12))
    return hashes & numpy.uint32(BUCKETS - 1)


def hashes(text: bytes):
    """The bucket of every feature of one window, with repetition."""
    data = numpy.frombuffer(text, dtype=numpy.uint8).astype(numpy.uint32)
    found = []
    with numpy.errstate(over="ignore"):
        state = numpy.full(len(data), BASIS, dtype=numpy.uint32)
        for length in range(1, max(GRAMS) + 1):
            if len(data) < length:
                break
            count = len(data) - length + 1
            state = (state[:count] ^ data[length - 1:]) * PRIME
            if length in GRAMS:
                found.append(mixed(state ^ numpy.uint32(length)))
        words = []
        word, isInside = BASIS, False
        for byte in data.tolist() + [0x20]:
            if IS_WORD[byte]:
                word = (word ^ numpy.uint32(byte)) * PRIME
                isInside = True
            elif isInside:
                words.append(word)
                word, isInside = BASIS, False
        words = numpy.array(words, dtype=numpy.uint32)
        if len(words):
            found.append(mixed(words ^ numpy.uint32(WORD_SALT)))
            found.append(mixed((words[:-1] * PRIME ^ words[1:]) ^ numpy.uint32(PAIR_SALT)))
    return numpy.concatenate(found) if found else numpy.zeros(0, dtype=numpy.uint32)


def vector(text: bytes):
    """Buckets and their values; the values have the length 1, counted with repetition."""
    found = hashes(text)
    if not len(found):
        return numpy.zeros(0, dtype=numpy.int64), numpy.zeros(0)
    buckets, counts = numpy.unique(found, return_counts=True)
    return buckets.astype(numpy.int64), counts / numpy.sqrt(len(found))
