import ArgumentParser
import Basics
import Detection
import FoundationEssentials

struct Scanning: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scan", abstract: "Find secrets and personal data in files, archives and Git history.",
    discussion: """
      EXAMPLES
        agw scan .
        agw scan --staged                              what the next commit adds, as a pre-commit hook does
        agw scan --history .                           every line that any commit added
        agw scan release.zip --sarif findings.sarif
        agw scan . --write-baseline .precinct-baseline.json
        agw scan . --baseline .precinct-baseline.json  only what is new
        agw scan --install-hook

      The rules are those of the gateway. A comment `precinct:allow RULE reason` on a line, or on the line above it,
      lets a finding be. Exits 0 if nothing is found, 1 if something is, 2 on wrong usage or if a file could not be read.
      """)

  @Argument(help: "Files and directories; without any the current directory.") var paths: [String] = []
  @Flag(help: "Scan what is staged for the next commit.") var staged = false
  @Flag(help: "Scan every line that a commit of the repository added.") var history = false
  @Flag(name: .customLong("install-hook"), help: "Install a pre-commit hook that scans what is staged.")
  var installHook = false
  @Option(name: .customLong("class"), help: "credential, pii or injection; give it again. Without it credential.")
  var classes: [DetectionCategory] = []
  @Option(name: .customLong("min-confidence"), help: "Leave out what is less sure (0…1).") var confidenceMin = 0.0
  @Option(help: "File of findings that are known.") var baseline: String?
  @Option(name: .customLong("write-baseline"), help: "Write what is found to a file, and exit 0.")
  var newBaseline: String?
  @Option(help: "Write a SARIF log to a file.") var sarif: String?
  @Option(name: .customLong("max-bytes"), help: "Larger files are named and not read (1…1073741824).")
  var bytesMax = 100 << 20
  @Flag(help: "Show what a comment allows, too.") var allowed = false
  @OptionGroup var rules: RuleFiles
  @OptionGroup var output: Output

  func validate() throws {
    guard 0...1 ~= confidenceMin else { throw ValidationError("--min-confidence is 0…1.") }
    guard 1...(1 << 30) ~= bytesMax else { throw ValidationError("--max-bytes is 1…1073741824.") }
    if staged, history { throw ValidationError("Give --staged or --history, not both.") }
  }

  func run() throws {
    let root = paths.first ?? "."
    if installHook { return try PreCommitHook.install(in: root) }
    let known = try baseline.map(Self.known)
    let scan = SourceScan(
      try rules.engine(), classes: classes.isEmpty ? [.credential] : Set(classes), confidenceMin: confidenceMin)
    var findings: [SourceFinding] = []
    var unread: [String] = []
    if staged || history {
      try GitPatches.read(in: root, staged: staged) { source in findings += scan.findings(in: source) }
    } else {
      scanFiles(scan, &findings, &unread)
    }
    if let newBaseline {
      try FileBytes.replace(newBaseline, with: Baseline.document(findings).serialized() + [0x0a], mode: 0o644)
      return Terminal.note("\(findings.count) findings written to \(newBaseline)")
    }
    findings.removeAll { known?.holds($0) ?? false }
    try report(findings, unread)
  }

  private func scanFiles(_ scan: SourceScan, _ findings: inout [SourceFinding], _ unread: inout [String]) {
    let files = FileTree(paths.isEmpty ? ["."] : paths)
    unread += files.missing
    var progress = ProgressLine(total: files.files.count)
    for path in files.files {
      progress.step()
      guard let bytes = try? FileBytes.read(path, bytesMax: bytesMax) else {
        unread.append("\(path): cannot be read, or larger than \(bytesMax) bytes")
        continue
      }
      if let archive = ArchiveReader.contents(of: path, bytes) {
        unread += archive.unread
        for member in archive.texts where !member.isBinary { findings += scan.findings(in: member) }
      } else {
        let source = SourceText(path: path, bytes: bytes)
        if !source.isBinary { findings += scan.findings(in: source) }
      }
    }
    progress.finish()
  }

  private func report(_ findings: [SourceFinding], _ unread: [String]) throws {
    let open = findings.filter { $0.allowed == nil }
    if let sarif {
      let document = SARIFReport.document(findings, rules: try rules.read(), version: "1")
      try FileBytes.replace(sarif, with: document.serialized() + [0x0a], mode: 0o644)
    }
    output.list(
      (allowed ? findings : open).map { finding in
        var record = finding.record
        record["place"] = .string("\(finding.path):\(finding.line):\(finding.column)")
        return .object(record)
      },
      [
        Column("PLACE", "place"), Column("RULE", "rule"), Column("SEVERITY", "severity"), Column("SURE", "confidence"),
        Column("COMMIT", "commit"), Column("ALLOWED", "allowed"),
      ].filter { column in
        switch column.key {
        case "commit": history
        case "allowed": allowed
        default: true
        }
      }, empty: "Nothing is found.")
    for line in unread { Terminal.note("agw: not read: \(line)") }
    if !open.isEmpty { throw ExitCode(1) }
    if !unread.isEmpty { throw ExitCode(2) }
  }

  private static func known(_ path: String) throws -> Baseline {
    guard let baseline = Baseline(try FileBytes.read(path, bytesMax: Baseline.bytesMax)) else {
      throw CommandFailure("\(path): this is no baseline; make one with --write-baseline")
    }
    return baseline
  }
}
