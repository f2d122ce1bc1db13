/// Messages over a pipe: one a line.
///
/// - Source: MCP, Transports, stdio: messages are separated by newlines and hold none.
public struct LineFraming: Sendable {
  /// One line without its end, in bytes.
  public static let lineBytesMaxDefault = 16 << 20

  private let lineBytesMax: Int
  private var buffer: [UInt8] = []
  private var lineStart = 0
  private var searched = 0
  /// The rest of a line that was too long is being thrown away.
  private var isSkipping = false

  public init(lineBytesMax: Int = lineBytesMaxDefault) {
    self.lineBytesMax = max(lineBytesMax, 1)
  }

  public mutating func append(_ bytes: some Sequence<UInt8>) {
    if lineStart > 0 {
      buffer.removeFirst(lineStart)
      searched -= lineStart
      lineStart = 0
    }
    buffer.append(contentsOf: bytes)
  }

  /// The next whole line without its end (LF or CRLF); lines that are empty are passed over.
  ///
  /// - Throws: ``EventStreamError`` with code `stream_line_too_long`, once a line; reading may go on after it,
  ///   with the line that follows.
  public mutating func next() throws(EventStreamError) -> [UInt8]? {
    while let end = buffer.firstIndex(of: UInt8(ascii: "\n"), in: searched..<max(searched, buffer.count)) {
      let line = lineStart..<end
      lineStart = end + 1
      searched = lineStart
      if isSkipping {
        isSkipping = false
        continue
      }
      guard line.count <= lineBytesMax else { throw tooLong }
      let content = buffer[line].last == UInt8(ascii: "\r") ? line.dropLast() : line
      if !content.isEmpty { return Array(buffer[content]) }
    }
    searched = buffer.count
    if isSkipping || buffer.count - lineStart > lineBytesMax {
      lineStart = buffer.count
      if !isSkipping {
        isSkipping = true
        throw tooLong
      }
    }
    return nil
  }

  /// A message as one line. Line breaks in JSON text stand between tokens only, so that spaces in their place
  /// change nothing.
  public static func line(_ message: some Collection<UInt8>) -> [UInt8] {
    var line: [UInt8] = []
    line.reserveCapacity(message.count + 1)
    for byte in message {
      let isBreak = byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
      line.append(isBreak ? UInt8(ascii: " ") : byte)
    }
    line.append(UInt8(ascii: "\n"))
    return line
  }

  private var tooLong: EventStreamError { EventStreamError(code: .lineTooLong, bytesMax: lineBytesMax) }
}
