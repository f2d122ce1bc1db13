import ArgumentParser
import Audit
import AuditSinks
import Basics
import Settings

struct AuditSinkListing: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sinks", abstract: "How far every sink of the audit log has delivered.",
    discussion: """
      EXAMPLE
        agw audit sinks

      Reads the cursors beside the log, so it needs no running gateway. LAG is what the log holds beyond the cursor.
      """)

  @OptionGroup var files: ConfigurationFiles
  @OptionGroup var output: Output

  func run() throws {
    let settings = try files.load().configuration.audit
    let names = settings.sinks.keys.sorted()
    let statuses = try SinkStatus.read(names, of: LogPaths(settings.path))
    output.list(
      statuses.map { Self.record($0, settings.sinks[$0.name]) },
      [
        Column("NAME", "name"), Column("KIND", "kind"), Column("CONTENT", "content"), Column("STATE", "state"),
        Column("DELIVERED", "delivered"), Column("LAG", "lag"), Column("LAST DELIVERY", "delivered_at"),
        Column("REJECTED", "rejected"), Column("FAILURE", "failure"),
      ], empty: "No sink is configured. Add one below audit.sinks.")
  }

  private static func record(_ status: SinkStatus, _ settings: SinkSettings?) -> JSONValue {
    let cursor = status.cursor
    func number(_ value: UInt64?) -> JSONValue { value.map { .integer(Int(clamping: $0)) } ?? .null }
    return .object([
      "name": .string(status.name), "kind": .string(settings?.kind.rawValue ?? ""),
      "content": .string(settings?.content.rawValue ?? ""),
      "state": cursor == nil ? "new" : cursor?.failure == nil ? "ok" : "failing",
      "delivered": number(cursor?.delivered), "lag": number(status.lag),
      "delivered_at": cursor?.deliveredAt.map { .string($0.rfc3339) } ?? .null,
      "rejected": .integer(cursor?.rejected ?? 0), "failure": cursor?.failure.map { .string($0) } ?? .null,
    ])
  }
}
