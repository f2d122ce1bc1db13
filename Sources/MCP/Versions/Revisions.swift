/// A set of protocol revisions: one column of the method catalogue.
public struct Revisions: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public init(_ version: ProtocolVersion) { rawValue = 1 << version.rank }

  public func contains(_ version: ProtocolVersion) -> Bool { rawValue & (1 << version.rank) != 0 }

  /// Revisions that open with `initialize`.
  public static let legacy: Revisions = [
    Revisions(.v2024_11_05), Revisions(.v2025_03_26), Revisions(.v2025_06_18), Revisions(.v2025_11_25),
  ]
  /// Revisions whose requests carry their own metadata.
  public static let modern = Revisions(.v2026_07_28)
  public static let all: Revisions = [.legacy, .modern]

  static let v2025_06_18 = Revisions(.v2025_06_18)
  static let v2025_11_25 = Revisions(.v2025_11_25)
}
