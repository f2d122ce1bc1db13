/// Why something cannot be done without a running gateway, in a sentence.
public struct OfflineError: Error, Sendable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}
