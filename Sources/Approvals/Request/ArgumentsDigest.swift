public import Basics

/// The digest by which an approval is bound to the arguments that a person saw.
public enum ArgumentsDigest {
  /// SHA-256 of the canonical JSON (RFC 8785) of `arguments`.
  ///
  /// Canonical JSON rounds numbers to doubles, so two different amounts could share one text. If there are
  /// numbers that a double may not hold, a zero byte and their exact texts, each with a comma, are hashed
  /// too.
  public static func digest(of arguments: JSONValue) -> Digest256 {
    var bytes = arguments.canonical()
    var texts: [String] = []
    collectLongNumbers(in: arguments, into: &texts)
    if !texts.isEmpty {
      bytes.append(0)
      for text in texts { bytes += Array(text.utf8) + [UInt8(ascii: ",")] }
    }
    return Digest256(of: bytes)
  }

  /// Decimal digits that every double keeps.
  private static let exactDigits = 15

  /// In canonical order of keys. Depth is bounded by the parser that made the value.
  private static func collectLongNumbers(in value: JSONValue, into texts: inout [String]) {
    switch value {
    case .null, .bool, .string: break
    case .number(let number):
      let digits = number.text.utf8.count { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      if digits > exactDigits { texts.append(number.text) }
    case .array(let elements):
      for element in elements { collectLongNumbers(in: element, into: &texts) }
    case .object(let members):
      for member in members.sorted(by: { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }) {
        collectLongNumbers(in: member.value, into: &texts)
      }
    }
  }
}
