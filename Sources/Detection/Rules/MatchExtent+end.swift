extension MatchExtent {
  /// Whether a value can reach beyond its match.
  var isOpen: Bool { self != .match && self != .groups }

  /// Where the value that was matched at `value` really ends. One pass over the bytes that follow.
  func end(after value: Range<Int>, in bytes: [UInt8], segment: Range<Int>) -> Int {
    let rest = bytes[value.upperBound..<segment.upperBound]
    switch self {
    case .match, .groups: return value.upperBound
    case .token: return rest.firstIndex { !Self.isToken($0) } ?? rest.endIndex
    case .word:
      return rest.firstIndex { ASCII.isSpace($0) || $0 == 0x22 || $0 == 0x27 || $0 == 0x60 } ?? rest.endIndex
    case .line: return rest.firstIndex { $0 == 0x0a || $0 == 0x0d } ?? rest.endIndex
    case .pem: return Self.pemEnd(rest)
    }
  }

  /// The longest beginning of `value` that passes, ending where it ends or, for groups, before one of its
  /// separators.
  func end(of value: Range<Int>, in bytes: [UInt8], where passes: (Range<Int>) -> Bool) -> Int? {
    var end = value.upperBound
    while end > value.lowerBound {
      if passes(value.lowerBound..<end) { return end }
      guard self == .groups else { return nil }
      end -= 1
      while end > value.lowerBound, bytes[end] != 0x20, bytes[end] != 0x2d { end -= 1 }
    }
    return nil
  }

  private static func isToken(_ byte: UInt8) -> Bool {
    ASCII.isAlphanumeric(byte) || "-._~+/=%".utf8.contains(byte)
  }

  /// The end of the block that `rest` continues. SOURCE: RFC 7468 §3.
  private static func pemEnd(_ rest: ArraySlice<UInt8>) -> Int {
    let marker = Array("-----END ".utf8)
    var at = rest.startIndex
    while at < rest.endIndex {
      if rest[at] == 0x2d, rest[at...].starts(with: marker) {
        let label = rest[min(at + marker.count, rest.endIndex)...]
        guard let dashes = label.prefix(80).firstIndex(of: 0x2d) else { return at }
        return rest[dashes...].firstIndex { $0 != 0x2d } ?? rest.endIndex
      }
      guard isArmour(rest[at]) else { return at }
      at += 1
    }
    return rest.endIndex
  }

  /// Bytes of an armoured body and its headers, `\n` written as two characters included.
  private static func isArmour(_ byte: UInt8) -> Bool {
    isToken(byte) || ASCII.isSpace(byte) || byte == 0x5c || byte == 0x3a || byte == 0x2c || byte == 0x22
      || byte == 0x27
  }
}
