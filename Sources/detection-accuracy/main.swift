import Basics
import Detection
import FoundationEssentials
import Glibc

/// Accuracy of the shipped rules on labelled texts:
/// `detection-accuracy CORPORA [--rules DIR] [--part dev|test|all] [--model FILE]
/// [--peers FILE] [--alarms FILE] [--misses] [--write FILE]`.
var arguments = Array(CommandLine.arguments.dropFirst())

@MainActor func option(_ name: String) -> String? {
  guard let index = arguments.firstIndex(of: name), index + 1 < arguments.count else { return nil }
  let value = arguments[index + 1]
  arguments.removeSubrange(index...index + 1)
  return value
}

let directory = option("--rules") ?? "config/detection"
let part = option("--part") ?? "test"
let page = option("--write")
let model = option("--model") ?? directory + "/attack-classifier.bin"
let peers = option("--peers")
let alarms = option("--alarms")
let showsMisses = arguments.contains("--misses")
arguments.removeAll { $0 == "--misses" }
guard let corpora = arguments.first, arguments.count == 1, ["dev", "test", "all"].contains(part) else {
  print(
    "usage: detection-accuracy CORPORA [--rules DIR] [--part dev|test|all] [--model FILE] [--peers FILE] [--alarms FILE]"
      + " [--misses] [--write FILE]")
  exit(2)
}
if showsMisses, part != "dev" {
  print("detection-accuracy: --misses shows texts, and those that are reported should not be looked at; add --part dev")
  exit(2)
}

@MainActor func rows(_ file: String) throws -> [Row] {
  let path = corpora + "/" + file + ".jsonl"
  guard FileManager.default.fileExists(atPath: path) else { return [] }
  return try FileBytes.read(path, bytesMax: 1 << 30).split(separator: 0x0a).compactMap { Row(Array($0)) }
}

let rules = try RuleFile.rules(inDirectory: directory)
let cache = DatabaseCache(directory: FileManager.default.temporaryDirectory.path)
let engine = try DetectionEngine(rules: rules, profile: .requests, cache: cache, isTried: true)
for failure in engine.failingExamples() {
  print("detection-accuracy: \(failure.rule) \(failure.shouldMatch ? "misses" : "takes"): \(failure.text.prefix(160))")
}
let classifier = FileManager.default.fileExists(atPath: model) ? try AttackClassifier(path: model) : nil
var measurement = Measurement(
  engine: engine, classifier: classifier, fallbacks: Set(rules.filter(\.isFallback).map(\.id)),
  isTest: part == "all" ? nil : part == "test", showsMisses: showsMisses)
for corpus in Measurement.corpora { measurement.run(corpus, try rows(corpus.file)) }
measurement.runBenign(try rows(Measurement.benign))
if let alarms {
  // What `benign` of each rule is set to.
  var counts = JSONObject()
  for rule in rules { counts[rule.id] = .integer(measurement.ruleAlarms[rule.id] ?? 0) }
  let record: JSONValue = ["texts": .integer(measurement.benignTexts), "rules": .object(counts)]
  try FileBytes.replace(alarms, with: record.serialized(), mode: 0o644)
}
let others = try peers.map { Peers(try FileBytes.read($0, bytesMax: 1 << 24)) }
let report = Report(measurement: measurement, ruleCount: rules.count, peers: others).text
if let page {
  try FileBytes.replace(page, with: Array(report.utf8), mode: 0o644)
} else if !showsMisses {
  print(report)
}
