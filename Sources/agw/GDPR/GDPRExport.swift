import ArgumentParser
import Audit
import Basics
import Console
import Settings

struct GDPRExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Every entry of one data subject, with its values, as JSON lines.",
    discussion: """
      EXAMPLE
        agw gdpr export spiffe://poc.local/external/alice > alice.jsonl

      The first line says whose entries follow and when they were read, the last how many there were. The export itself
      is recorded in the log (code subject_exported), without the subject's name.
      """)

  @Argument(help: "SPIFFE ID, as callers have it.")
  var id: String

  @OptionGroup var control: Control

  func run() throws {
    let configuration = try control.configuration()
    let vault = ReaderOptions.vault(configuration)
    let sealed = try vault?.sealedCaller(id)
    let all = FieldClassification(
      classes: Dictionary(uniqueKeysWithValues: FieldClass.allCases.map { ($0, .init(readers: ["admin"])) }), members: [:])
    var reader = RecordReader(vault, all, role: "admin", now: .now())
    Terminal.print(["schema": "precinct.subject.v1", "subject": .string(id), "exported_at": .string(Timestamp.now().rfc3339)])
    var count = 0
    // Entries in the clear are older than those that are sealed.
    for name in [id, sealed].compactMap(\.self) {
      var filter = AuditFilter()
      filter.caller = name
      try AuditSearch(configuration.audit.path).forEach(filter) { line in
        count += 1
        Terminal.print(line: reader.shown(line))
        return true
      }
    }
    Terminal.print(["entries": .integer(count)])
    if count == 0 { Terminal.note("The log holds no entry of \(id).") }
    try record(sealed.flatMap { SealedText($0) }?.subject ?? "without a key")
  }

  private func record(_ id: String) throws {
    _ = try control.post("subjects/exported", ["id": .string(id)]) { try $0.recordExport(of: id) }
  }
}
