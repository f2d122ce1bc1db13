/// Limits of an event stream.
public enum EventStreamLimits {
  /// One event from its first byte to its blank line, in bytes. The stream itself may be endless.
  public static let eventBytesMaxDefault = 16 << 20
  /// A `retry` field longer than this is ignored, in digits; nine digits are eleven days of milliseconds.
  public static let retryDigitsMax = 9
}
