"""The model card: what the classifier was trained on, and how well it does on texts it has not seen."""
import collections
import math

import numpy

import corpus
import features

HEAD = """# Model card: embedded attack classifier

Written by `make classifier CORPORA=DIR`; not edited by hand.

| | |
|---|---|
| file | `config/detection/attack-classifier.bin`, {size:,} bytes, SHA-256 over its content at its end |
| kind | logistic regression over {buckets:,} hashed features: byte n-grams of 4, 5 and 6, words, pairs of words |
| input | text of any language, read in windows of {window} bytes every {step}; the loudest window counts |
| output | a calibrated score from 0 to 1; *suspicious* from {suspicious:.3f}, *certain* from {certain:.3f} |
| use | layer 10: calls from medium risk on, and what a rule found suspicious; never the only defence |
| trained by | `Benchmarks/classifier/train.py`, deterministic: the same texts give the same bytes |

It hears wording, not meaning: an attack in words that no training text resembles passes, and a text that discusses attacks
in their own words can be taken for one. It reads no context: whether a request is allowed is for policies to say.

## Training texts

The half of the texts that `make accuracy` does not report, by rule, repository or id, so that no rule's texts are on both
sides; and our own sentences in sixteen languages, attacks and everyday requests (`sentences.json`). A text without an
attack may hold credentials or personal data.

| source | licence | attacks | harmless |
|---|---|---|---|
"""

TEST = """
## On texts it has not seen

The other half. Of attacks the share that is found, of harmless texts the share that is taken for an attack, both with
95 % intervals (Wilson).

| source | texts | certain | suspicious |
|---|---|---|---|
"""


def interval(hits, count):
    if not count:
        return "–"
    share, z = hits / count, 1.96
    middle = share + z * z / (2 * count)
    spread = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    scale = 1 + z * z / count
    low, high = max(0, (middle - spread) / scale), min(1, (middle + spread) / scale)
    return f"{share:.3f} ({low:.3f}–{high:.3f})"


def score(weights, scale, bias, text):
    best = max(
        (float(weights[buckets] @ values) for buckets, values in text.vectors), default=0.0)
    return 1 / (1 + math.exp(-(best * scale + bias)))


LANGUAGES = (
    ("Chinese", "\u4e00", "\u9fff"), ("Japanese", "\u3040", "\u30ff"), ("Korean", "\uac00", "\ud7af"),
    ("Arabic", "\u0600", "\u06ff"), ("Devanagari", "\u0900", "\u097f"), ("Cyrillic", "\u0400", "\u04ff"))


def script(text):
    """The script that a text is in, by its letters outside of ASCII."""
    written = text.bytes.decode("utf-8", "replace")
    for name, first, last in reversed(LANGUAGES):
        if sum(first <= letter <= last for letter in written) >= 4:
            return name
    return "Latin with accents" if sum("\u00c0" <= letter <= "\u024f" for letter in written) >= 2 else "ASCII"


def table(lines, groups, weights, made):
    for name in sorted(groups):
        texts = groups[name]
        scores = numpy.array([score(weights, made["scale"], made["bias"], text) for text in texts])
        certain, suspicious = (scores >= made["certain"]).sum(), (scores >= made["suspicious"]).sum()
        lines.append(
            f"| {name} | {len(texts)} | {interval(int(certain), len(texts))} | {interval(int(suspicious), len(texts))} |")


def write(path, arguments, texts, made, size):
    weights = made["weights"].astype(numpy.float64)
    page = HEAD.format(size=size, buckets=features.BUCKETS, window=features.WINDOW, step=features.STEP,
                       suspicious=made["suspicious"], certain=made["certain"])
    counts = collections.defaultdict(lambda: [0, 0, set()])
    for text in texts:
        counts[text.source][0 if text.label else 1] += 1
        counts[text.source][2].add(text.licence)
    lines = [f"| {name} | {', '.join(sorted(value[2]))} | {value[0]} | {value[1]} |" for name, value in sorted(counts.items())]
    test = corpus.load(arguments.corpora, test=True)
    by_source, by_family, by_script = (collections.defaultdict(list) for _ in range(3))
    for text in test:
        kind = "attacks" if text.label else "harmless"
        by_source[f"{text.source}: {kind}"].append(text)
        by_script[f"{script(text)}: {kind}"].append(text)
        if text.label and text.family:
            by_family[text.family].append(text)
    body = []
    table(body, by_source, weights, made)
    families = ["", "### By family of attack", "", "| family | attacks | certain | suspicious |", "|---|---|---|---|"]
    table(families, {name: group for name, group in by_family.items() if len(group) >= 5}, weights, made)
    scripts = ["", "### By script", "", "| script | texts | certain | suspicious |", "|---|---|---|---|"]
    table(scripts, by_script, weights, made)
    with open(path, "w", encoding="utf-8") as file:
        file.write(page + "\n".join(lines) + "\n" + TEST + "\n".join(body + families + scripts) + "\n")
