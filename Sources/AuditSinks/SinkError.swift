/// Why a sink cannot be opened, or its cursor not be kept.
public struct SinkError: Error, Sendable, Equatable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}
