/// The bounds of sinks.
enum SinkLimits {
  /// Bytes of records in one delivery; a single longer record goes alone. 4 MiB.
  static let batchBytesMax = 4 << 20
  /// The pause after the first failure; it doubles with each.
  static let backoffFirst = Duration.milliseconds(250)
  /// Bytes of an answer that are read. 16 MiB.
  static let answerBytesMax = 16 << 20
  /// How often a sink looks by itself whether there is something, for what nobody tells it of.
  static let lookInterval = Duration.seconds(1)
  /// Before it looks again for what must be there.
  static let againInterval = Duration.milliseconds(20)
  /// Characters of a reason that are kept.
  static let reasonMax = 400
}
