import ArgumentParser
import Audit

struct AuditConsistency: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "consistency", abstract: "Prove that the log goes on from an earlier checkpoint.",
    discussion: """
      EXAMPLE
        agw audit consistency last-year.checkpoints > log.consistency

      agw audit verify-proof checks the result with nothing but the public key.
      """)

  @Argument(help: "A file of checkpoints; its last is the earlier one.")
  var checkpoint: String

  @OptionGroup var log: LogSource

  func run() throws {
    Terminal.print(try ConsistencyProof(from: checkpoint, in: LogPaths(try log.resolved())).text)
  }
}
