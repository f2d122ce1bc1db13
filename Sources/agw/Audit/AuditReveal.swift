import ArgumentParser
import Audit
import Basics
import Settings

struct AuditReveal: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reveal", abstract: "Open one sealed field of one entry for somebody else, without giving a key away.",
    discussion: """
      EXAMPLE
        agw audit prove 4711 > entry.tlog-proof
        agw audit reveal 4711 --field arguments > entry.opening
        agw audit verify-reveal entry.opening entry.tlog-proof --public-key gateway.example/audit+1f2e3d4c+AZ…

      The entry holds a salted commitment to the value; what this writes opens it, and no other.
      """)

  @Argument(help: "Sequence number of the entry.")
  var sequence: UInt64

  @Option(help: "caller_id, session_id or arguments.")
  var field = "arguments"

  @OptionGroup var log: LogSource

  func validate() throws {
    guard SubjectSeal.Member(rawValue: field) != nil else { throw ValidationError("\(field) is never sealed.") }
  }

  func run() throws {
    let configuration = try log.files.load().configuration
    guard let vault = ReaderOptions.vault(configuration) else { throw CommandFailure("the keys of data subjects are not at hand here") }
    var filter = AuditFilter()
    filter.sequence = sequence
    var found: [UInt8]?
    try AuditSearch(try log.resolved()).forEach(filter) { line in
      found = line
      return false
    }
    guard let found, let member = SubjectSeal.Member(rawValue: field) else { throw CommandFailure("the log has no entry \(sequence)") }
    var reader = RecordReader(vault, FieldClassification(configuration.audit.classification), role: "admin", now: .now())
    guard let opening = reader.opening(of: member, in: found) else {
      throw CommandFailure("\(field) of entry \(sequence) is not sealed, or its key was destroyed")
    }
    Terminal.print(opening.document)
  }
}
