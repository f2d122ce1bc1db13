#!/usr/bin/env python3
"""Runs other tools over the texts that detection-accuracy reports, and writes what they find, for its page.

usage: peers.py CORPORA OUTPUT      in an environment with Tests/Integration/requirements/peers.txt

Any finding of a tool counts, wherever in the text it is. detect-secrets runs with its default plugins, Presidio with its
pattern recognisers for English and no language model (score 0.5 and above), pyatr with all its rules.
"""
import collections
import io
import json
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "classifier"))
from split import is_for_test, rows  # noqa: E402


def measured(directory, corpora, finds):
    """Per source: found, missed, false alarms, quiet."""
    counts = collections.OrderedDict()
    for name in corpora:
        for row in rows(directory, name):
            if not is_for_test(row["group"]) or row.get("core") is False:
                continue
            place = (0 if row["label"] else 2) + (0 if finds(row["text"]) else 1)
            counts.setdefault(row["source"], [0, 0, 0, 0])[place] += 1
    return counts


def detect_secrets():
    from detect_secrets import SecretsCollection
    from detect_secrets.settings import default_settings

    with default_settings():
        directory = tempfile.mkdtemp()

        def finds(text):
            path = os.path.join(directory, "text.txt")
            with open(path, "w", encoding="utf-8", errors="surrogatepass") as file:
                file.write(text)
            secrets = SecretsCollection()
            secrets.scan_file(path)
            return bool(secrets.json())

        yield "detect-secrets", "secrets", finds
        yield "detect-secrets", "benign", finds


def presidio():
    import spacy
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import SpacyNlpEngine

    class Blank(SpacyNlpEngine):
        def __init__(self):
            super().__init__(models=[{"lang_code": "en", "model_name": "blank"}])
            self.nlp = {"en": spacy.blank("en")}

        def load(self):
            pass

        def is_loaded(self):
            return True

    engine = AnalyzerEngine(nlp_engine=Blank(), supported_languages=["en"])

    def finds(text):
        return any(result.score >= 0.5 for result in engine.analyze(text, language="en"))

    yield "Presidio patterns", "pii", finds
    yield "Presidio patterns", "benign", finds


def pyatr():
    from pyatr import ATREngine, AgentEvent

    engine = ATREngine()
    engine.load_default_rules()

    def finds(text):
        fields = dict.fromkeys(("user_input", "content", "tool_response", "tool_args", "tool_description"), text)
        return bool(engine.evaluate(AgentEvent(content=text, event_type="llm_input", fields=fields)))

    yield "pyatr", "injection", finds
    yield "pyatr", "benign", finds


def version(package):
    from importlib.metadata import version as of
    return of(package)


def main():
    directory, output = sys.argv[1:3]
    tools = []
    for package, make in (("detect-secrets", detect_secrets), ("presidio-analyzer", presidio), ("pyatr", pyatr)):
        try:
            for name, corpus, finds in make():
                sources = measured(directory, [corpus], finds)
                tools.append({"name": f"{name} {version(package)}", "corpus": corpus, "sources": sources})
                print(name, corpus, [sum(column) for column in zip(*sources.values())], flush=True)
        except Exception as error:  # A peer that does not run is left out with a word.
            print(f"peers: {package} left out: {error!r}", file=sys.stderr)
    with open(output, "w", encoding="utf-8") as file:
        json.dump({"tools": tools}, file)


if __name__ == "__main__":
    main()
