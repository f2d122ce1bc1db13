/// Every decision of the policies in OPA's decision log format, one JSON object a line, beside the audit log.
///
/// Arguments of calls are in it only with `audit.include_payloads`, redacted as they are there. It is written behind the
/// calls: when the disk is too slow, lines are dropped and counted, and calls go on.
///
/// ## Configuration keys
/// - `file` (path, or empty; default empty): Where lines are appended. Empty means no file.
/// - `console` (true or false; default false): Whether lines go to standard output.
/// - `queue_max` (integer, 16…1000000; default 8192): Lines that may wait to be written.
public struct DecisionLogSettings: SettingsSection {
  public var file: String?
  public var console = false
  public var queueMax = 8_192

  public init() {}

  public static let fields: [Field<Self>] = [
    .text("file", \.file, .path),
    .toggle("console", \.console),
    .integer("queue_max", \.queueMax, 16...1_000_000, unit: "lines"),
  ]
}
