"""Rows of the labelled texts, and the half that each belongs to."""
import json
import os


def is_for_test(group: str) -> bool:
    """The half that a row belongs to; see Row.isForTest in Sources/detection-accuracy."""
    mask = (1 << 64) - 1
    value = 0xCBF29CE484222325
    for byte in group.encode():
        value = (value ^ byte) * 0x100000001B3 & mask
    value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9 & mask
    return (value ^ value >> 27) >> 40 & 1 == 1


def rows(directory, name):
    path = os.path.join(directory, name + ".jsonl")
    if not os.path.exists(path):
        return
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            row["group"] = row.get("repo") or row.get("rule") or row.get("id") or ""
            yield row
