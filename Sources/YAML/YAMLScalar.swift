public import Basics

/// What a plain scalar means in the core schema of YAML 1.2.
///
/// Infinity and not-a-number are text here: JSON has no name for them.
///
/// - Source: YAML 1.2.2, section 10.3.2.
public enum YAMLScalar: Sendable {
  case null
  case bool(Bool)
  case number(JSONNumber)
  case text(String)

  public init(plain text: String) {
    switch text {
    case "", "~", "null", "Null", "NULL": self = .null
    case "true", "True", "TRUE": self = .bool(true)
    case "false", "False", "FALSE": self = .bool(false)
    default: self = Self.number(in: text).map(Self.number) ?? .text(text)
    }
  }

  /// `text` as a number: decimal, `0x1F`, or `0o17`. Digits stay as written, but for what JSON does not
  /// allow: a plus sign, leading zeros, and a point without a digit before or after it.
  private static func number(in text: String) -> JSONNumber? {
    if text.hasPrefix("0x") { return Int64(text.dropFirst(2), radix: 16).map(JSONNumber.init) }
    if text.hasPrefix("0o") { return Int64(text.dropFirst(2), radix: 8).map(JSONNumber.init) }
    var rest = Substring(text)
    var sign = ""
    if rest.hasPrefix("-") { sign = "-" }
    if rest.hasPrefix("-") || rest.hasPrefix("+") { rest = rest.dropFirst() }

    let whole = rest.prefix { $0.isASCII && $0.isNumber }
    rest = rest.dropFirst(whole.count)
    var fraction: Substring = ""
    if rest.hasPrefix(".") {
      fraction = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(1 + fraction.count)
    }
    guard !whole.isEmpty || !fraction.isEmpty else { return nil }

    let significant = whole.drop { $0 == "0" }
    let json =
      sign + (significant.isEmpty ? "0" : significant) + (fraction.isEmpty ? "" : "." + fraction) + rest
    // What is left over is an exponent, or this is no number.
    guard case .number(let number)? = try? JSONValue.parse(json) else { return nil }
    return number
  }
}
