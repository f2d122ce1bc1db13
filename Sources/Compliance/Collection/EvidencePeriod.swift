public import Basics

/// The time that evidence is about.
public struct EvidencePeriod: Sendable, Equatable {
  /// From here on; nil for the beginning of the log.
  public var since: Timestamp?
  /// Up to, and without, this time.
  public var until: Timestamp

  public init(since: Timestamp?, until: Timestamp) {
    self.since = since
    self.until = until
  }

  var document: JSONValue {
    ["since": since.map { .string($0.rfc3339) } ?? .null, "until": .string(until.rfc3339)]
  }

  func contains(_ time: Timestamp) -> Bool {
    (since.map { time >= $0 } ?? true) && time < until
  }
}
