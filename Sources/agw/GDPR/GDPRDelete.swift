import ArgumentParser
import Audit
import Basics
import Console
import Settings

struct GDPRDelete: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete", abstract: "Destroy the key of one data subject: its sealed fields can never be read again.",
    discussion: """
      EXAMPLE
        agw gdpr delete spiffe://poc.local/external/alice --yes

      The log is not rewritten, and its proofs still verify; readers see [ERASED]. The destruction is recorded (code
      subject_erased), without the subject's name. It cannot be undone, but for a backup that still holds the key: see
      docs/operations/gdpr.md for what this does not reach.
      """)

  @Argument(help: "SPIFFE ID, as callers have it.")
  var id: String

  @OptionGroup var confirmation: Confirmation
  @OptionGroup var control: Control
  @OptionGroup var output: Output

  func run() throws {
    try confirmation.obtain("Make everything that is sealed of \(id) unreadable for good?")
    output.show(try control.post("subjects/erase", ["subject": .string(id)]) { try $0.erase(subject: id) })
    if try clearEntries() {
      Terminal.note("Entries of \(id) that were written in the clear, before sealing, are still in the log.")
    }
  }

  private func clearEntries() throws -> Bool {
    var filter = AuditFilter()
    filter.caller = id
    return try !AuditSearch(try control.configuration().audit.path).last(1, filter).isEmpty
  }
}
