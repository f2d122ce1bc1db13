import Basics
import Detection
import FoundationEssentials
import Glibc

/// Microseconds per scan of sample calls, beside a bare pass of the database over the same bytes in the same run:
/// `detection-bench [RULES_DIRECTORY [SAMPLE [COUNT]]]`. Fails where a scan costs more than its bound.
let arguments = Array(CommandLine.arguments.dropFirst())
let directory = arguments.first ?? "config/detection"
let only = arguments.count > 1 ? arguments[1] : nil
let count = arguments.count > 2 ? Int(arguments[2]) : nil

let compiling = MonotonicTime.now()
let rules = try RuleFile.rules(inDirectory: directory)
let reading = MonotonicTime.now()
let cache = FileManager.default.temporaryDirectory.path
_ = try DetectionEngine(rules: rules, profile: .requests, cache: DatabaseCache(directory: cache))
let loading = MonotonicTime.now()
let engine = try DetectionEngine(rules: rules, profile: .requests, cache: DatabaseCache(directory: cache))
let loaded = MonotonicTime.now()
print(
  "\(rules.count) rules; read \(milliseconds(reading - compiling)) ms, compiled or loaded "
    + "\(milliseconds(loading - reading)) ms, loaded from the cache \(milliseconds(loaded - loading)) ms")

func milliseconds(_ nanoseconds: UInt64) -> Double { Double(nanoseconds / 10_000) / 100 }

let bench = Bench(engine: engine)
print("sample\tbytes\tscan us\tbare us\tscan/bare\tMB/s\tfindings")
var clean = 0.0
var failures: [String] = []
for sample in Sample.all where only == nil || sample.name == only {
  let result = bench.run(sample, count: count)
  print(result.line)
  if sample.name == Sample.yardstick { clean = result.perByte }
  if let complaint = result.complaint(clean: clean) { failures.append(complaint) }
}
for failure in failures { print("FAIL \(failure)") }
if !failures.isEmpty { exit(1) }
