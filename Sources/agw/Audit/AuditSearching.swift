import ArgumentParser
import Audit
import AuditIndex
import Basics
import Settings

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

struct AuditSearching: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search", abstract: "Find entries, the oldest first.",
    discussion: """
      EXAMPLES
        agw audit search --caller spiffe://poc.local/agents/mcp-client/my-agent/dev
        agw audit search --decision DENY --since 15m
        agw audit search --last 1 | jq .
        agw audit search --text "/etc/passwd" --event all
        agw audit search --decision DENY --follow

      Without --event, the decisions are shown: one entry for each call. An index beside the log (audit.index) is made and
      brought up to date first; where that cannot be written, the log itself is read.
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

  @Option(help: "Words in the arguments, as far as they are recorded, or in the detail; all must be there.")
  var text: [String] = []

  @Flag(help: "Go on with what is recorded from now on, until interrupted.")
  var follow = false

  @OptionGroup var readers: ReaderOptions
  @OptionGroup var log: LogSource
  @OptionGroup var output: Output

  /// Between two looks at a log that is followed, in microseconds.
  private static let followMicroseconds: UInt32 = 200_000

  func validate() throws {
    if let last, last < 1 { throw ValidationError("--last takes a number from 1.") }
    if event != "all", AuditEvent(rawValue: event) == nil { throw ValidationError("There is no event \"\(event)\".") }
  }

  func run() throws {
    let configuration = try log.files.load().configuration
    var reader = readers.reader(configuration)
    let filter = try self.filter(configuration)
    let path = try log.resolved()
    var end = follow ? try self.end(of: path) : nil
    let lines = try EntryFinder(path).lines(AuditQuery(filter, words: text, last: last)) { line in
      if isJSON { Terminal.print(line: reader.shown(line)) }
      return !isJSON
    }.map { reader.shown($0) }
    if !isJSON { lines.isEmpty && !follow ? Terminal.note("No entry matches.") : Terminal.print(AuditReport.table(lines)) }
    while end != nil {
      try goOn(&end, filter, &reader)
      usleep(Self.followMicroseconds)
    }
  }

  /// Lines of JSON go out as they are found, and always where they are followed: a table needs every row to know its
  /// widths.
  private var isJSON: Bool { output.isJSON || follow }

  /// The place behind the last entry.
  private func end(of path: String) throws -> LogFollower {
    LogFollower(path, from: try LogFollower.newest(path))
  }

  private func goOn(_ end: inout LogFollower?, _ filter: AuditFilter, _ reader: inout RecordReader) throws {
    while let entries = try end?.next(), !entries.isEmpty {
      for entry in entries where filter.matches(entry.line) && AuditQuery(words: text).hasWords(entry.line) {
        Terminal.print(line: reader.shown(entry.line))
      }
    }
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
