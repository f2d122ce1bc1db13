/// An expression made cheaper for the database, which then finds at least what it found before; RE2 has the
/// last word anyway. Repeated groups, whose states multiply, become gaps of the same width.
struct RelaxedExpression {
  let text: String

  /// - Throws: The matching library's complaint about a group, which the whole would have got too.
  init(_ expression: String) throws(PatternProblem) {
    let bytes = Array(expression.utf8)
    var result: [UInt8] = []
    var copied = 0
    for group in Self.repeatedGroups(bytes) {
      let width = try PatternWidth(of: String(decoding: bytes[group], as: UTF8.self))
      guard let most = width.most, most >= Self.groupWidthMin else { continue }
      result.append(contentsOf: bytes[copied..<group.lowerBound])
      result.append(contentsOf: "[\\s\\S]{\(width.least),\(most)}".utf8)
      copied = group.upperBound
    }
    result.append(contentsOf: bytes[copied...])
    text = String(decoding: result, as: UTF8.self)
  }

  /// Narrower groups are cheap as they stand.
  private static let groupWidthMin = 12

  /// Groups with a bounded repetition after them, outermost only, each with its repetition.
  private static func repeatedGroups(_ bytes: [UInt8]) -> [Range<Int>] {
    var open: [Int] = []
    var groups: [Range<Int>] = []
    var at = 0
    var isInClass = false
    while at < bytes.count {
      switch bytes[at] {
      case 0x5c: at += 1  // backslash: the next byte is plain
      case 0x5b where !isInClass: isInClass = true
      case 0x5d where isInClass && !(at > 0 && bytes[at - 1] == 0x5b): isInClass = false
      case 0x28 where !isInClass: open.append(at)
      case 0x29 where !isInClass:
        if let start = open.popLast(), at + 1 < bytes.count, bytes[at + 1] == 0x7b,
          let close = bytes[at...].firstIndex(of: 0x7d)
        {
          groups.removeAll { $0.lowerBound > start }
          groups.append(start..<(close + 1))
        }
      default: break
      }
      at += 1
    }
    return groups
  }
}
