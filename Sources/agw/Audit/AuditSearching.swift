import ArgumentParser
import Audit
import Basics
import Settings

struct AuditSearching: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search", abstract: "Find entries, the oldest first.",
    discussion: """
      EXAMPLES
        agw audit search --caller spiffe://poc.local/agents/mcp-client/my-agent/dev
        agw audit search --decision DENY --since 15m
        agw audit search --last 1 | jq .

      Without --event, the decisions are shown: one entry for each call.
      """)

  @Option(help: "SPIFFE ID of the caller.")
  var caller: String?

  @Option(help: "Tool.")
  var tool: String?

  @Option(help: "ALLOW or DENY.", transform: AuditSearching.decision)
  var decision: AuditDecision?

  @Option(help: "Denial code, such as authz_policy_denied.")
  var code: String?

  @Option(help: "Session.")
  var session: String?

  @Option(help: "Trace.")
  var trace: String?

  @Option(help: "decision, outcome, reload, approval, change, drift, start, stop, recovery, or all.")
  var event = "decision"

  @Option(help: "At this time or later: 2026-12-31T23:00:00Z, or 30s, 15m, 24h, 7d ago.", transform: TimeArgument.parse)
  var since: Timestamp?

  @Option(help: "Before this time.", transform: TimeArgument.parse)
  var until: Timestamp?

  @Option(help: "The last N that match.")
  var last: Int?

  @OptionGroup var readers: ReaderOptions
  @OptionGroup var log: LogSource
  @OptionGroup var output: Output

  func validate() throws {
    if let last, last < 1 { throw ValidationError("--last takes a number from 1.") }
    if event != "all", AuditEvent(rawValue: event) == nil { throw ValidationError("There is no event \"\(event)\".") }
  }

  func run() throws {
    let configuration = try log.files.load().configuration
    var reader = readers.reader(configuration)
    let search = AuditSearch(try log.resolved())
    let filter = try self.filter(configuration)
    let lines = try last.map { try search.last($0, filter).map { reader.shown($0) } } ?? all(search, filter, &reader)
    if output.isJSON { return lines.forEach { Terminal.print(line: $0) } }
    guard !lines.isEmpty else { return Terminal.note("No entry matches.") }
    Terminal.print(AuditReport.table(lines))
  }

  /// A table needs every row to know its widths; lines of JSON go out as they are found.
  private func all(_ search: AuditSearch, _ filter: AuditFilter, _ reader: inout RecordReader) throws -> [[UInt8]] {
    var lines: [[UInt8]] = []
    let isJSON = output.isJSON
    try search.forEach(filter) { line in
      let line = reader.shown(line)
      if isJSON { Terminal.print(line: line) } else { lines.append(line) }
      return true
    }
    return lines
  }

  private func filter(_ configuration: Configuration) throws -> AuditFilter {
    var filter = AuditFilter()
    // A caller whose name is sealed stands in the log under its sealed name.
    filter.caller = try caller.map { try ReaderOptions.vault(configuration)?.sealedCaller($0) ?? $0 }
    filter.tool = tool
    filter.decision = decision
    filter.code = code
    filter.session = session
    filter.trace = trace
    filter.event = AuditEvent(rawValue: event)
    filter.since = since
    filter.until = until
    return filter
  }

  @Sendable private static func decision(_ text: String) throws -> AuditDecision {
    guard let decision = AuditDecision(rawValue: text.uppercased()) else {
      throw ValidationError("A decision is ALLOW or DENY.")
    }
    return decision
  }
}
