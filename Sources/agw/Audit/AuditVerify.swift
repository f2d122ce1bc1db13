import ArgumentParser
import Audit

struct AuditVerify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Re-derive chain, tree and checkpoints from the bytes of the log.",
    discussion: """
      EXAMPLES
        agw audit verify
        agw audit verify --public-key gateway.example/audit+1f2e3d4c+AZ…
        agw audit verify --log /evidence/audit.jsonl --from-checkpoint kept.checkpoints

      Needs no gateway, only the files. Names the first line that was changed, removed, inserted or moved, lines missing
      at the end, and entries that were written anew. Exits 1 if there is one. Without --public-key the keys beside the
      log are used: whoever can write the log can replace these too.
      """)

  @Flag(help: "Earlier segments may be kept elsewhere.")
  var partial = false

  @Option(help: "A file of checkpoints kept elsewhere: the log must go on from them, and what they cover is not read again.")
  var fromCheckpoint: String?

  @OptionGroup var trusted: PublicKeyOptions
  @OptionGroup var log: LogSource
  @OptionGroup var output: VerdictOutput

  func run() throws {
    let path = try log.resolved()
    var verifier = AuditVerifier(path, isPartial: partial)
    verifier.checkpointPath = fromCheckpoint
    if !trusted.keys.isEmpty { verifier.publicKeys = trusted.keys }
    let result = try verifier.verify { done, total in
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
