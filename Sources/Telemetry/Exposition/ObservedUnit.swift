/// What the number behind an observed gauge counts.
public enum ObservedUnit: Sendable {
  /// Exposed as it is.
  case count
  /// Given in nanoseconds, exposed in seconds.
  case nanoseconds
}
