/// What the chain adds to an entry: the number before its members, and the hash of the line before after
/// them.
///
/// A line is `{"sequence":N,` + members + `,"prev_hash":"H"}`. Both stand at fixed places, so that the chain
/// is followed without parsing JSON.
struct LineFrame: Sendable, Equatable {
  static let opening = Array(#"{"sequence":"#.utf8)
  static let joint = Array(#","prev_hash":""#.utf8)
  static let closing = Array(#""}"#.utf8)
  /// The longest number of 64 bits in decimal.
  private static let digitsMax = 20
  /// What follows the members, without the line end.
  static let tailBytes = joint.count + LineHash.hexDigits + closing.count
  /// How far before the end of a line, with its line end, the digits of the hash begin.
  static let digitsFromEnd = LineHash.hexDigits + closing.count + 1

  let sequence: UInt64
  let previous: LineHash

  init(sequence: UInt64, previous: LineHash) {
    self.sequence = sequence
    self.previous = previous
  }

  /// Reads the frame of a line (without its line end); nil if it has none.
  init?(of line: UnsafeRawBufferPointer) {
    let opening = Self.opening.count
    // SAFETY: every index below is checked against the length first.
    guard line.count > opening + Self.tailBytes, unsafe line.prefix(opening).elementsEqual(Self.opening)
    else {
      return nil
    }
    var index = opening
    var sequence: UInt64 = 0
    while index < line.count, index - opening < Self.digitsMax, case let digit = unsafe line[index] &- 0x30,
      digit < 10
    {
      let (scaled, overflow) = sequence.multipliedReportingOverflow(by: 10)
      let (sum, overflow2) = scaled.addingReportingOverflow(UInt64(digit))
      guard !overflow, !overflow2 else { return nil }
      sequence = sum
      index += 1
    }
    let tail = line.count - Self.tailBytes
    guard index > opening, index < tail, unsafe line[index] == 0x2c, unsafe line[opening] != 0x30,
      unsafe line[tail..<(tail + Self.joint.count)].elementsEqual(Self.joint),
      unsafe line[(line.count - Self.closing.count)...].elementsEqual(Self.closing),
      let previous = unsafe LineHash(
        hex: line[(tail + Self.joint.count)..<(line.count - Self.closing.count)])
    else { return nil }
    self.init(sequence: sequence, previous: previous)
  }

  init?(of line: [UInt8]) {
    guard let frame = unsafe line.withUnsafeBytes({ unsafe LineFrame(of: $0) }) else { return nil }
    self = frame
  }
}
