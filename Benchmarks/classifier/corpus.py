"""Labelled texts: those of a directory of JSON lines, halved as detection-accuracy halves them, and our own."""
import json
import os

import features


def is_for_test(group: str) -> bool:
    """The half that a row belongs to; see Row.isForTest in Sources/detection-accuracy."""
    mask = (1 << 64) - 1
    value = 0xCBF29CE484222325
    for byte in group.encode():
        value = (value ^ byte) * 0x100000001B3 & mask
    value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9 & mask
    return (value ^ value >> 27) >> 40 & 1 == 1


class Text:
    def __init__(self, text, label, source, group, weight=1.0, family="", language=""):
        self.bytes = features.normalized(features.leaves(text).encode("utf-8", "surrogatepass"))
        self.label, self.source, self.group, self.weight = label, source, group, weight
        self.family, self.language = family, language
        self.isProse = True
        self.vectors = [features.vector(window) for window in features.windows(self.bytes)]


def rows(directory, name):
    path = os.path.join(directory, name + ".jsonl")
    if not os.path.exists(path):
        return
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            row["group"] = row.get("repo") or row.get("rule") or row.get("id") or ""
            yield row


def load(directory, test: bool):
    """Attacks, and texts without; credentials and personal data are texts without."""
    texts = []
    for name, label in (("injection", 1), ("benign", 0), ("pii", 0), ("secrets", 0)):
        for number, row in enumerate(rows(directory, name)):
            if is_for_test(row["group"]) != test:
                continue
            # Of the many short lines of code and rows of data, some will do.
            if name in ("secrets", "pii") and number % 3:
                continue
            weight = 0.5 if row["source"].startswith("CyberSecEval/prompt") else 1.0
            texts.append(Text(
                row["text"], label, row["source"], row["group"], weight,
                str(row.get("category") or ""), str(row.get("lang") or "")))
            texts[-1].isProse = name in ("injection", "benign")
    return texts


def own(path):
    """Sentences of ours in many languages: orders to a model, and everyday requests beside them."""
    with open(path, encoding="utf-8") as file:
        languages = json.load(file)
    texts = []
    for language, kinds in languages.items():
        for kind, label in (("attacks", 1), ("everyday", 0)):
            for sentence in kinds[kind]:
                texts.append(Text(
                    sentence, label, "own sentences", f"own-{language}-{sentence[:24]}", 1.0, "own", language))
    return texts
