/// Why an event stream cannot be read on. Equality is on the code.
public struct EventStreamError: Error, Sendable, Equatable, CustomStringConvertible {
  public enum Code: String, Sendable {
    case eventTooLarge = "stream_event_too_large"
    case lineTooLong = "stream_line_too_long"
  }

  public let code: Code
  /// The limit that was passed, in bytes.
  public let bytesMax: Int

  public static func == (left: Self, right: Self) -> Bool { left.code == right.code }

  public var description: String {
    switch code {
    case .eventTooLarge: "An event of the stream is larger than \(bytesMax) bytes."
    case .lineTooLong: "A line is longer than \(bytesMax) bytes."
    }
  }
}
