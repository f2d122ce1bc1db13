/// The bounds of what the process exposes.
public enum MetricsLimits {
  /// Series in one family; further registrations count under `other`.
  public static let seriesPerFamilyMax = 1_000
}
