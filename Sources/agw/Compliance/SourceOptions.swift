import ArgumentParser
import Audit
import Basics
import Compliance
import OpenSearch

/// Where the entries are read from, and which of them.
struct SourceOptions: ParsableArguments {
  enum Kind: String, ExpressibleByArgument, CaseIterable { case file, opensearch }

  @Option(name: .customLong("audit-source"), help: "file (the log itself) or opensearch (an index of it).")
  var kind = Kind.file

  @Option(help: "At this time or later: 2026-12-31T23:00:00Z, a date, or 24h, 90d ago. Without it from the first entry on.")
  var since: String?

  @Option(help: "Before this time; without it until now.")
  var until: String?

  @Option(name: .customLong("max-entries"), help: "Entries to read at most; what lies behind them is not judged.")
  var entriesMax: Int?

  @Option(name: .customLong("opensearch-url"), help: "https://HOST[:PORT] of the search API.")
  var url: String?

  @Option(name: .customLong("opensearch-index"), help: "Name or pattern of the index.")
  var index = "precinct-audit-*"

  @Option(name: .customLong("opensearch-ca-cert"), help: "PEM file of the authorities that may vouch for the server.")
  var authority: String?

  @Option(name: .customLong("opensearch-client-cert"), help: "PEM file of the client's certificate.")
  var certificate: String?

  @Option(name: .customLong("opensearch-client-key"), help: "PEM file of the client's key.")
  var key: String?

  @Option(name: .customLong("opensearch-username"), help: "User of the search API.")
  var username = "admin"

  @Option(name: .customLong("opensearch-password-env"), help: "Variable that holds the password.")
  var passwordVariable: String?

  @Option(name: .customLong("opensearch-time-window"), help: "The same as --since, such as 168h.")
  var window: String?

  @Option(name: .customLong("opensearch-max-entries"), help: "The same as --max-entries.")
  var searchEntriesMax: Int?

  @OptionGroup var log: LogSource

  func validate() throws {
    if kind == .opensearch, url == nil { throw ValidationError("--audit-source opensearch needs --opensearch-url.") }
    if kind == .file, url != nil { throw ValidationError("--opensearch-url needs --audit-source opensearch.") }
    if let most = entriesMax ?? searchEntriesMax, most < 1 { throw ValidationError("The limit of entries is a number from 1.") }
  }

  var limit: Int { entriesMax ?? searchEntriesMax ?? .max }

  func period(now: Timestamp) throws -> EvidencePeriod {
    let begin = try (since ?? window).map { try Self.time($0, now) }
    let end = try until.map { try Self.time($0, now) } ?? now
    if let begin, begin >= end { throw ValidationError("The period ends before it begins.") }
    return EvidencePeriod(since: begin, until: end)
  }

  func source() throws -> any EntrySource {
    guard kind == .opensearch, let url else { return LogEntrySource(try log.resolved()) }
    var credentials = SearchCredentials(username: username)
    credentials.authorityFile = authority
    credentials.certificateFile = certificate
    credentials.keyFile = key
    if let passwordVariable {
      guard let password = ConfigurationFiles.environment[passwordVariable], !password.isEmpty else {
        throw CommandFailure("the variable \(passwordVariable) holds no password")
      }
      credentials.password = Redacted(password)
    }
    return IndexEntrySource(try EntrySearch(SearchAddress(url), index: index, credentials))
  }

  private static func time(_ text: String, _ now: Timestamp) throws -> Timestamp {
    guard let time = AuditTime.parse(text, now: now) else {
      throw ValidationError("\"\(text)\" is no time: 2026-12-31T23:00:00Z, 2026-12-31, or 90d.")
    }
    return time
  }
}
