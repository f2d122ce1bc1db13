public import Basics

/// Whether calls can be answered now.
public struct Readiness: Sendable, Equatable {
  /// What is missing, in words for operators; empty if nothing is.
  public let problems: [String]

  public var isReady: Bool { problems.isEmpty }

  /// For `/readyz`.
  public var document: JSONValue {
    ["status": .string(isReady ? "ready" : "not_ready"), "problems": .array(problems.map { .string($0) })]
  }
}
