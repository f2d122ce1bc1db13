/// The limits of this target, in one place.
public enum WorkloadLimits {
  /// A request: the largest holds one token. In bytes.
  static let requestBytesMax = 64 * 1024
  /// An answer that a client reads: bundles of many authorities. In bytes.
  static let answerBytesMax = 16 * 1024 * 1024
  /// Connections of one user: a caller needs one.
  static let connectionsPerUserMax = 128
  /// Connections of all users.
  static let connectionsMax = 4_096
  /// Calls at the same time on one connection.
  static let streamsMax = 64
  /// A stream is renewed no sooner than this after its last answer, whatever the lifetime of an SVID.
  static let renewalMin = Duration.seconds(1)
  /// The first pause of a client before it tries again; it doubles up to ``reconnectMax``.
  static let reconnectMin = Duration.milliseconds(200)
  static let reconnectMax = Duration.seconds(30)
}
