import ArgumentParser
import Audit
import AuditIndex
import Basics

struct AuditProve: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prove", abstract: "Prove to others that an entry is in the log.",
    discussion: """
      EXAMPLES
        agw audit prove 0192f6c8-5a3e-7d41-9b0f-3c2a1e4d5b6f > call.tlog-proof
        agw audit prove 4711 > entry.tlog-proof

      Writes the entry, its path in the tree and the signed checkpoint (C2SP tlog-proof). agw audit verify-proof checks it
      with nothing but the public key. An entry can be proven once a checkpoint covers it.
      """)

  @Argument(help: "Decision ID, or sequence number.")
  var id: String

  @Option(help: "Which entry of the decision: decision or outcome.")
  var event = "decision"

  @OptionGroup var log: LogSource

  func validate() throws {
    guard AuditEvent(rawValue: event) != nil else { throw ValidationError("There is no event \"\(event)\".") }
  }

  func run() throws {
    let path = try log.resolved()
    let proof = try InclusionProof(of: try line(path), in: LogPaths(path))
    Terminal.print(proof.text)
  }

  private func line(_ path: String) throws -> [UInt8] {
    var filter = AuditFilter()
    let sequence = UInt64(id)
    if sequence == nil {
      filter.decisionID = id
      filter.event = AuditEvent(rawValue: event)
    }
    filter.sequence = sequence
    let found = try EntryFinder(path).lines(AuditQuery(filter, last: 1)).first
    guard let found else { throw CommandFailure("the log has no entry \(id)\(sequence == nil ? " (\(event))" : "")") }
    return found
  }
}
