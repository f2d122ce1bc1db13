/// What a plain scalar stands for (YAML 1.1, as `yaml.v2` resolves it).
enum YAMLWord {
  case null
  case boolean(Bool)
  /// In JSON's grammar.
  case number(String)
  case notFinite
  case text

  private static let yes: Set<String> = ["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"]
  private static let no: Set<String> = ["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"]
  private static let infinities: Set<String> = [
    ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF",
  ]

  init(_ text: String) {
    if ["", "~", "null", "Null", "NULL"].contains(text) {
      self = .null
    } else if Self.yes.contains(text) {
      self = .boolean(true)
    } else if Self.no.contains(text) {
      self = .boolean(false)
    } else if Self.infinities.contains(text) {
      self = .notFinite
    } else if let number = Self.number(text) {
      self = .number(number)
    } else {
      self = .text
    }
  }

  private static func number(_ text: String) -> String? {
    guard let first = text.utf8.first, Lexer.isDigit(first) || "+-.".utf8.contains(first) else { return nil }
    let plain = text.filter { $0 != "_" }
    let isNegative = plain.hasPrefix("-")
    let magnitude = plain.hasPrefix("-") || plain.hasPrefix("+") ? plain.dropFirst() : Substring(plain)
    for (prefix, radix) in [("0x", 16), ("0X", 16), ("0b", 2), ("0B", 2), ("0o", 8), ("0O", 8)] where magnitude.hasPrefix(prefix) {
      return UInt64(magnitude.dropFirst(2), radix: radix).map { (isNegative ? "-" : "") + String($0) }
    }
    // A leading zero means base eight, unless that cannot be.
    if magnitude.hasPrefix("0"), magnitude.utf8.count > 1, let octal = UInt64(magnitude, radix: 8) {
      return (isNegative ? "-" : "") + String(octal)
    }
    guard let json = NumberReader.json(fromGo: plain) else { return nil }
    var reader = NumberReader(bytes: Array(json.utf8))
    return reader.isWhole() ? json : nil
  }
}
