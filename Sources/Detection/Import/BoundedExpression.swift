/// Expressions of other tools in the form that this engine takes: every repetition bounded, code points as bytes.
enum BoundedExpression {
  /// Repetitions without an end are given this one.
  static let repetitionsMax = 64

  /// The expression with `*`, `+` and `{n,}` bounded and `\uXXXX` written out. It may match less than it did.
  static func bounded(_ expression: String) -> String {
    var result: [UInt8] = []
    let bytes = Array(expression.utf8)
    var at = 0
    var isInClass = false
    while at < bytes.count {
      let byte = bytes[at]
      switch byte {
      case 0x5c:
        at += escape(bytes, at, into: &result, isInClass: isInClass)
        continue
      case 0x5b where !isInClass:
        isInClass = true
        result.append(byte)
        // A bracket that comes first is a member of the class.
        if at + 1 < bytes.count, bytes[at + 1] == 0x5e {
          result.append(0x5e)
          at += 1
        }
        if at + 1 < bytes.count, bytes[at + 1] == 0x5d {
          result += Array("\\]".utf8)
          at += 1
        }
      case 0x5d where isInClass:
        isInClass = false
        result.append(byte)
      case 0x2a where !isInClass: result += Array("{0,\(repetitionsMax)}".utf8)
      case 0x2b where !isInClass: result += Array("{1,\(repetitionsMax)}".utf8)
      case 0x7b where !isInClass:
        if let (least, end) = openCount(bytes, at) {
          result += Array("{\(least),\(least + repetitionsMax)}".utf8)
          at = end
          continue
        }
        result.append(byte)
      default: result.append(byte)
      }
      at += 1
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Appends the escape at `at`; `\uXXXX` and `\u{X}` outside of classes become the bytes of the code point.
  ///
  /// - Returns: How many bytes it has.
  private static func escape(_ bytes: [UInt8], _ at: Int, into result: inout [UInt8], isInClass: Bool) -> Int {
    guard at + 1 < bytes.count else {
      result.append(bytes[at])
      return 1
    }
    if bytes[at + 1] == 0x75, !isInClass, let (scalar, length) = codePoint(bytes, at + 2) {
      result += Array("(?:\(scalar))".utf8)
      return 2 + length
    }
    // `\z` and `\Z` are the end of the text elsewhere.
    if bytes[at + 1] == 0x7a || bytes[at + 1] == 0x5a {
      result.append(0x24)
    } else {
      result += bytes[at...at + 1]
    }
    return 2
  }

  private static func codePoint(_ bytes: [UInt8], _ at: Int) -> (Unicode.Scalar, Int)? {
    guard at < bytes.count else { return nil }
    if bytes[at] == 0x7b {
      guard let end = bytes[at...].prefix(10).firstIndex(of: 0x7d) else { return nil }
      let code = UInt32(String(decoding: bytes[(at + 1)..<end], as: UTF8.self), radix: 16)
      return code.flatMap(Unicode.Scalar.init).map { ($0, end - at + 1) }
    }
    guard at + 4 <= bytes.count else { return nil }
    let code = UInt32(String(decoding: bytes[at..<at + 4], as: UTF8.self), radix: 16)
    return code.flatMap(Unicode.Scalar.init).map { ($0, 4) }
  }

  /// The count of `{n,}`, and where it ends.
  private static func openCount(_ bytes: [UInt8], _ at: Int) -> (Int, Int)? {
    guard let end = bytes[at...].prefix(8).firstIndex(of: 0x7d), end > at + 2, bytes[end - 1] == 0x2c else { return nil }
    return Int(String(decoding: bytes[(at + 1)..<(end - 1)], as: UTF8.self)).map { ($0, end + 1) }
  }

  /// The expression with its group number `group`, counted from 1, named `value`; nil if it has no such group.
  static func naming(group: Int, in expression: String) -> String? {
    let bytes = Array(expression.utf8)
    var (number, at, isInClass) = (0, 0, false)
    while at < bytes.count {
      if bytes[at] == 0x5c {
        at += 2
        continue
      }
      if bytes[at] == 0x5b { isInClass = true }
      if bytes[at] == 0x5d { isInClass = false }
      if bytes[at] == 0x28, !isInClass, at + 1 >= bytes.count || bytes[at + 1] != 0x3f {
        number += 1
        if number == group {
          return String(decoding: bytes[...at] + Array("?P<value>".utf8) + bytes[(at + 1)...], as: UTF8.self)
        }
      }
      at += 1
    }
    return nil
  }
}
