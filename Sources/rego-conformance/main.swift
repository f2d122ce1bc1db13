import Basics
import Rego

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Runs every case below the places given: `rego-conformance [--v0 | --v1] [--only TEXT] [--formatted] [--quiet] PLACE…`
///
/// Below a folder `v0` cases are Rego v0, below `v1` Rego v1; elsewhere each module is what its text is. Exits with 0 if
/// none failed, 1 if any did, 2 if there was none.
var version: RegoVersion?
var only: String?
var quiet = false
var isFormatted = false
var places: [String] = []
var arguments = CommandLine.arguments.dropFirst()
while let argument = arguments.popFirst() {
  switch argument {
  case "--v0": version = .v0
  case "--v1": version = .v1
  case "--only": only = arguments.popFirst()
  case "--quiet": quiet = true
  case "--formatted": isFormatted = true
  default: places.append(argument)
  }
}

var report = ConformanceReport(isQuiet: quiet)
for file in places.flatMap({ CaseFile.find($0, version: version) }) {
  if let only, !file.path.contains(only) { continue }
  guard let cases = file.cases() else {
    if !file.mayHoldSomethingElse { report.add(.failed("not a file of cases"), of: file.path, in: file.category) }
    continue
  }
  let run = ConformanceRun(version: file.version, isFormatted: isFormatted)
  for test in cases { report.add(run.run(test), of: test.note, in: file.category) }
}
report.finish()
if report.total == 0 { print("no cases found: give a folder with files of cases (*.yaml)") }
print(report.summary)
exit(report.failed > 0 ? 1 : report.total == 0 ? 2 : 0)
