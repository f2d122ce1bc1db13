/// Why the index cannot be used. It holds nothing that the log does not: it may be removed at any time.
public struct IndexError: Error, Sendable, CustomStringConvertible {
  public let description: String

  init(_ action: String, _ path: String, _ error: any Error) {
    description = "The index of the audit log cannot be \(action): \(path): \(error)."
  }
}
