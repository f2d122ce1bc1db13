/// What is known of an event whose blank line has not come yet. Ranges are counted from its start.
struct PartialEvent {
  /// Offset of its first line in the buffer; nil before that line is whole.
  private(set) var start: Int?
  private var idRange: Range<Int>?
  private var nameRange: Range<Int>?
  private var dataRange: Range<Int>?
  private var dataLines = 0
  private var retryMilliseconds: Int?

  /// Takes a line that is not empty.
  mutating func add(_ line: Range<Int>, of buffer: [UInt8]) {
    let start = self.start ?? line.lowerBound
    self.start = start
    guard let field = EventField(line: line, of: buffer) else { return }
    let value = (field.value.lowerBound - start)..<(field.value.upperBound - start)
    switch field.kind {
    case .data:
      if dataLines == 0 { dataRange = value }
      dataLines += 1
    case .event: nameRange = value
    // An id with a NUL in it is ignored.
    case .id where buffer.firstIndex(of: 0, in: field.value) == nil: idRange = value
    case .retry: retryMilliseconds = Self.milliseconds(buffer[field.value]) ?? retryMilliseconds
    case .id, .unknown: break
    }
  }

  func whole(of buffer: [UInt8], end: Int) -> ServerSentEvent {
    ServerSentEvent(
      raw: Array(buffer[min(start ?? end, end)..<end]), idRange: idRange, nameRange: nameRange,
      dataRange: dataRange, dataLines: dataLines, retryMilliseconds: retryMilliseconds)
  }

  mutating func dropFirst(_ count: Int) {
    start = start.map { $0 - count }
  }

  /// The number that ASCII digits spell; nil for anything else.
  private static func milliseconds(_ digits: ArraySlice<UInt8>) -> Int? {
    guard 1...EventStreamLimits.retryDigitsMax ~= digits.count else { return nil }
    var value = 0
    for digit in digits {
      guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
      value = value * 10 + Int(digit - UInt8(ascii: "0"))
    }
    return value
  }
}
