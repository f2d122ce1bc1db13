public import Basics

/// Why the control plane of a running gateway gave no answer, or refused.
public enum ControlClientError: Error, Sendable, CustomStringConvertible {
  /// No gateway runs on this state directory; in words, why that is so.
  case notRunning(String)
  /// It answered with an error: the HTTP status, and what it said.
  case refused(Int, JSONValue)
  /// Something stands between: the sentence says what.
  case failed(String)

  public var description: String {
    switch self {
    case .notRunning(let why): "no gateway is running: \(why); start one with `agw serve`"
    case .refused(let status, let document):
      [document["message"]?.stringValue ?? "the control plane answered \(status)", document["remediation"]?.stringValue]
        .compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ")
    case .failed(let why): why
    }
  }
}
