/// Whether calls can be answered now.
public struct Readiness: Sendable, Equatable {
  /// What is missing, in words for operators; empty if nothing is.
  public let problems: [String]

  public var isReady: Bool { problems.isEmpty }
}
