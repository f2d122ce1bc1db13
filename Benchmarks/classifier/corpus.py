"""Labelled texts: those of a directory of JSON lines, halved as detection-accuracy halves them, and our own."""
import json

import features
from split import is_for_test, rows


class Text:
    def __init__(self, text, label, source, group, weight=1.0, family="", licence=""):
        self.bytes = features.normalized(features.leaves(text).encode("utf-8", "surrogatepass"))
        self.label, self.source, self.group, self.weight = label, source, group, weight
        self.family, self.licence = family, licence
        self.isProse = True
        self.vectors = [features.vector(window) for window in features.windows(self.bytes)]


def load(directory, test: bool):
    """Attacks, and texts without; credentials and personal data are texts without."""
    texts = []
    for name, label in (("injection", 1), ("benign", 0), ("pii", 0), ("secrets", 0)):
        for number, row in enumerate(rows(directory, name)):
            if is_for_test(row["group"]) != test:
                continue
            # Without a licence file nobody may build on it.
            if "no LICENSE" in row["licence"] and not test:
                continue
            # Of the many short lines of code and rows of data, some will do.
            if name in ("secrets", "pii") and number % 3:
                continue
            weight = 0.5 if row["source"].startswith("CyberSecEval/prompt") else 1.0
            texts.append(Text(
                row["text"], label, row["source"], row["group"], weight,
                str(row.get("category") or ""), str(row.get("licence") or "")))
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
                    sentence, label, "own sentences", f"own-{language}-{sentence[:24]}", 1.0, "own", "Apache-2.0 (this repository)"))
    return texts
