#!/usr/bin/env python3
"""Trains the classifier of layer 10 and writes its weights and its model card.

usage: train.py CORPORA WEIGHTS [--card FILE]

Logistic regression over hashed n-grams (features.py), trained on the half of the texts that detection-accuracy does
not report. Its regularisation was chosen by cross-validation over groups of that half; the same folds calibrate the
scores and choose the threshold. Same input, same bytes: nothing is drawn by chance without a seed.
"""
import argparse
import hashlib
import math
import os
import struct

import numpy

import corpus
import features

FOLDS = 5
EPOCHS = 12
RATE = 0.6
DECAY = 2e-4
MAGIC = b"PCLS"
VERSION = 2


class Model:
    def __init__(self):
        self.weights = numpy.zeros(features.BUCKETS)
        self.squares = numpy.full(features.BUCKETS, 1e-3)
        self.bias = 0.0

    def score(self, text):
        """The largest of the windows' scores, as log-odds."""
        return max(float(self.weights[buckets] @ values) + self.bias for buckets, values in text.vectors)

    def loudest(self, text):
        scores = [float(self.weights[buckets] @ values) for buckets, values in text.vectors]
        return int(numpy.argmax(scores))

    def step(self, vector, label, weight, rate):
        buckets, values = vector
        score = float(self.weights[buckets] @ values) + self.bias
        slope = (1 / (1 + math.exp(-max(-30.0, min(30.0, score)))) - label) * weight
        gradient = slope * values + DECAY * self.weights[buckets]
        self.squares[buckets] += gradient * gradient
        self.weights[buckets] -= rate * gradient / numpy.sqrt(self.squares[buckets])
        self.bias -= 0.02 * slope


def trained(texts):
    """Of a long attack only the window that looks most like one is taught; of other texts, every window."""
    model = Model()
    order = numpy.random.RandomState(7)
    positives = sum(text.weight for text in texts if text.label)
    negatives = sum(text.weight for text in texts if not text.label)
    for epoch in range(EPOCHS):
        rate = RATE / (1 + epoch)
        for index in order.permutation(len(texts)):
            text = texts[index]
            weight = text.weight * (1.0 if text.label else positives / negatives)
            if text.label:
                chosen = [model.loudest(text)] if epoch else range(len(text.vectors))
            else:
                chosen = range(len(text.vectors))
            for window in chosen:
                model.step(text.vectors[window], text.label, weight / len(list(chosen)), rate)
    return model


def fold(text):
    return int(hashlib.sha256(text.group.encode("utf-8", "surrogatepass")).hexdigest(), 16) % FOLDS


def cross_validated(texts):
    """Each text's score by a model that saw nothing of its group."""
    scores = {}
    for number in range(FOLDS):
        model = trained([text for text in texts if fold(text) != number])
        for text in texts:
            if fold(text) == number:
                scores[id(text)] = model.score(text)
    return numpy.array([scores[id(text)] for text in texts])


def calibrated(scores, labels):
    """Slope and intercept that turn scores into probabilities. SOURCE: J. Platt, 1999."""
    slope, intercept = 1.0, 0.0
    for _ in range(400):
        chance = 1 / (1 + numpy.exp(-(slope * scores + intercept)))
        error = chance - labels
        slope -= 0.5 * float(numpy.mean(error * scores)) / max(1.0, float(numpy.mean(scores ** 2)))
        intercept -= 0.5 * float(numpy.mean(error))
    return slope, intercept


def threshold(scores, labels, rate):
    """The least score that at most `rate` of the harmless texts reach."""
    negatives = numpy.sort(scores[labels == 0])[::-1]
    return float(negatives[int(rate * len(negatives))]) + 1e-6


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("corpora")
    parser.add_argument("weights")
    parser.add_argument("--card")
    arguments = parser.parse_args()
    here = os.path.dirname(os.path.abspath(__file__))
    texts = corpus.load(arguments.corpora, test=False) + corpus.own(os.path.join(here, "sentences.json"))
    labels = numpy.array([text.label for text in texts])
    scores = cross_validated(texts)
    slope, intercept = calibrated(scores, labels)
    # Rows of data and lines of code are easy; the limits are set by texts in natural language and tool descriptions.
    hard = numpy.array([text.label == 1 or text.isProse for text in texts])
    labels, scores = labels[hard], scores[hard]
    for rate in (0.002, 0.005, 0.01, 0.02, 0.03):
        limit = threshold(scores, labels, rate)
        print(f"alarms {rate}: recall {numpy.mean(scores[labels == 1] >= limit):.3f} at {limit:.3f}")
    model = trained(texts)
    made = write(arguments.weights, model, slope, intercept, scores, labels)
    if arguments.card:
        import card
        card.write(arguments.card, arguments, texts, made, os.path.getsize(arguments.weights))


def write(path, model, slope, intercept, scores, labels):
    """Little-endian: magic, version, bits, window, step; scale, bias, limits at 2 % and 0.5 % alarms; the weights."""
    scale = float(numpy.max(numpy.abs(model.weights))) / 127
    weights = numpy.clip(numpy.round(model.weights / scale), -127, 127).astype(numpy.int8)
    def chance(score):
        return 1 / (1 + math.exp(-(slope * score + intercept)))
    suspicious = chance(threshold(scores, labels, 0.02))
    certain = chance(threshold(scores, labels, 0.005))
    head = MAGIC + struct.pack("<IIII", VERSION, features.BITS, features.WINDOW, features.STEP)
    head += struct.pack("<dddd", scale * slope, model.bias * slope + intercept, suspicious, certain)
    content = head + weights.tobytes()
    with open(path, "wb") as file:
        file.write(content + hashlib.sha256(content).digest())
    print(f"{len(content) + 32} bytes, {numpy.count_nonzero(weights)} weights, "
          f"suspicious {suspicious:.3f}, certain {certain:.3f}")
    return {"suspicious": suspicious, "certain": certain, "scale": scale * slope,
            "bias": model.bias * slope + intercept, "weights": weights}


if __name__ == "__main__":
    main()
