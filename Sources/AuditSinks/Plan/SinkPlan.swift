public import Audit

/// What one sink is to do, made from its section of the configuration.
public struct SinkPlan: Sendable {
  /// The name of the section: of its cursor's file and in metrics. Letters, digits, `-` and `_`.
  public var name: String
  public var target: SinkTarget
  public var content = SinkContent.entries
  public var format = SinkFormat.json
  /// Where a sink begins that has never delivered anything.
  public var start = SinkStart.oldest
  /// Records in one delivery.
  public var batchMax = 1_000
  /// How long records wait for others to go with them.
  public var batchInterval = Duration.seconds(1)
  /// One delivery, from the connection to the answer.
  public var timeout = Duration.seconds(30)
  /// The longest pause after failures; they begin with ``SinkLimits/backoffFirst``.
  public var backoffMax = Duration.seconds(60)

  public init(name: String, target: SinkTarget) {
    self.name = name
    self.target = target
  }
}

/// Where records go.
public enum SinkTarget: Sendable {
  /// RFC 5424 messages over TCP (RFC 6587) or TLS (RFC 5425).
  case syslog(SinkAddress)
  /// The bulk API of OpenSearch.
  case openSearch(SinkAddress, index: String)
  /// Batches of lines, posted.
  case http(SinkAddress)
  case standardOutput
  /// A directory for files that are never rewritten.
  case directory(String)
  /// A witness, which signs checkpoints.
  case witness(SinkAddress, NoteKey)
}

/// What is delivered.
public enum SinkContent: String, Sendable, CaseIterable {
  case entries, checkpoints
}

/// Where a new sink begins.
public enum SinkStart: String, Sendable, CaseIterable {
  case oldest, newest
}
