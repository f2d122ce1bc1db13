/// How an exchange with an upstream ended; the label `result`.
public enum UpstreamResult: String, Sendable, CaseIterable {
  /// An answer came, also one that carries an MCP error.
  case answered
  /// No connection could be made, or it broke.
  case unreachable
  /// No answer in time.
  case timedOut = "timed_out"
  /// An answer came that breaks HTTP, JSON-RPC or MCP.
  case garbage
  /// The caller went away first.
  case abandoned

  /// The label values of one upstream's series.
  static func series(of upstream: String) -> [(String, String)] {
    allCases.map { (upstream, $0.rawValue) }
  }
}
