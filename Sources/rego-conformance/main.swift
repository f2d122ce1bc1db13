import Basics
import FoundationEssentials
import Rego
import Yams

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Runs every case below the directories given: `rego-conformance [--v0] [--only TEXT] [--formatted] [--quiet] DIR…`
var version = RegoVersion.v1
var only: String?
var quiet = false
var isFormatted = false
var directories: [String] = []
var arguments = CommandLine.arguments.dropFirst()
while let argument = arguments.popFirst() {
  switch argument {
  case "--v0": version = .v0
  case "--only": only = arguments.popFirst()
  case "--quiet": quiet = true
  case "--formatted": isFormatted = true
  default: directories.append(argument)
  }
}

func caseFiles(_ directory: String) -> [String] {
  if directory.hasSuffix(".yaml") { return [directory] }
  let names = (try? FileManager.default.subpathsOfDirectory(atPath: directory)) ?? []
  return names.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".json") }.sorted().map { directory + "/" + $0 }
}

let run = ConformanceRun(version: version, isFormatted: isFormatted)
var passed = 0
var failed = 0
var skipped = 0
var categories: [String: (passed: Int, total: Int)] = [:]
for file in directories.flatMap(caseFiles) {
  let category = file.split(separator: "/").dropLast().last.map(String.init) ?? ""
  if let only, !file.contains(only) { continue }
  guard let text = try? String(contentsOfFile: file, encoding: .utf8), let root = try? Yams.compose(yaml: text),
    let nodes = root["cases"]?.sequence
  else {
    print("FAIL \(file): not a file of cases")
    failed += 1
    continue
  }
  for node in nodes {
    guard let test = ConformanceCase(node) else { continue }
    var count = categories[category] ?? (0, 0)
    count.total += 1
    switch run.run(test) {
    case .passed:
      passed += 1
      count.passed += 1
    case .failed(let reason):
      failed += 1
      if !quiet { print("FAIL \(category): \(test.note)\n      \(reason)") }
    case .skipped(let reason):
      skipped += 1
      print("SKIP \(category): \(test.note): \(reason)")
    }
    categories[category] = count
  }
}
for (name, count) in categories.sorted(by: { $0.key < $1.key }) where count.passed < count.total {
  print("\(name): \(count.passed)/\(count.total)")
}
print("rego: \(passed) passed, \(failed) failed, \(skipped) skipped")
exit(failed == 0 ? 0 : 1)
