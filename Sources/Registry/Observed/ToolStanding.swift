public import Basics

/// A verdict with the time it rests on.
public struct ToolStanding: Sendable, Equatable {
  public let verdict: ToolVerdict
  /// When the upstream last told its tools; nil if it never has, or has announced a change since then.
  public let observedAt: Timestamp?
  /// Whether that is too long ago to be relied on: the upstream should be asked again. True if it never was.
  public let isStale: Bool

  /// Of a tool whose upstream has said nothing yet.
  public static let unseen = ToolStanding(verdict: .notYetSeen, observedAt: nil, isStale: true)
}
