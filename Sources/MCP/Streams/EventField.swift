/// One line of an event stream, split into field name and value.
struct EventField {
  enum Kind { case data, event, id, retry, unknown }

  let kind: Kind
  let value: Range<Int>

  /// - Parameters:
  ///   - line: A line that is not empty, without its end.
  ///   - buffer: Where the line stands.
  /// - Returns: nil for a comment.
  init?(line: Range<Int>, of buffer: [UInt8]) {
    let colon = buffer.firstIndex(of: UInt8(ascii: ":"), in: line) ?? line.upperBound
    if colon == line.lowerBound { return nil }
    kind = Self.kind(of: buffer[line.lowerBound..<colon])
    var start = min(colon + 1, line.upperBound)
    if start < line.upperBound, buffer[start] == UInt8(ascii: " ") { start += 1 }
    value = start..<line.upperBound
  }

  private static func kind(of name: ArraySlice<UInt8>) -> Kind {
    switch name.count {
    case 2 where name.elementsEqual("id".utf8): .id
    case 4 where name.elementsEqual("data".utf8): .data
    case 5 where name.elementsEqual("event".utf8): .event
    case 5 where name.elementsEqual("retry".utf8): .retry
    default: .unknown
    }
  }
}
