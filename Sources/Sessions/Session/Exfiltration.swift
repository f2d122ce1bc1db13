public import Basics

/// A way by which sensitive data could leave: something sensitive was read, now something is sent outside.
public struct Exfiltration: Sendable, Equatable {
  /// The tool whose answer was sensitive; the latest, if there were several.
  public let source: String
  /// When that tool was called.
  public let readAt: Timestamp
  /// The tool that would send.
  public let sink: String
}
