import ArgumentParser
import Audit

struct AuditVerify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Re-derive the hash chain from the bytes of the log.",
    discussion: """
      EXAMPLES
        agw audit verify
        agw audit verify --log /var/lib/precinct/audit.jsonl --partial

      Names the first line that was changed, removed, inserted or moved, and lines missing at the end. Exits 1 if
      there is one.
      """)

  @Flag(help: "Earlier segments may be kept elsewhere.")
  var partial = false

  @OptionGroup var log: LogSource
  @OptionGroup var output: VerdictOutput

  func run() throws {
    let path = try log.resolved()
    let result = try AuditVerifier(path, isPartial: partial).verify { done, total in
      guard Terminal.isError, done < total else { return }
      Terminal.note("\(done >> 20) of \(total >> 20) MiB")
    }
    switch output.format {
    case .table: Terminal.print(AuditReport.text(result, of: path))
    case .json: Terminal.print(line: AuditReport.json(result, of: path))
    }
    if !result.isIntact { throw ExitCode(1) }
  }
}
