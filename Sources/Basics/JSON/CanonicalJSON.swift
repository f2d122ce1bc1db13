/// The JSON Canonicalization Scheme: one text for all texts of equal value.
///
/// Source: RFC 8785. Numbers are IEEE doubles there, so whole numbers beyond 2^53 lose digits by definition.
public enum CanonicalJSON {
  public static func bytes(of value: JSONValue) -> [UInt8] {
    var writer = JSONWriter()
    write(value, to: &writer)
    return writer.bytes
  }

  private static func write(_ value: JSONValue, to writer: inout JSONWriter) {
    switch value {
    case .null, .bool, .string: writer.value(value)
    case .number(let number): writer.raw(text(of: number).utf8)
    case .array(let elements):
      writer.beginArray()
      for element in elements { write(element, to: &writer) }
      writer.endArray()
    case .object(let members):
      writer.beginObject()
      // RFC 8785 §3.2.3: by UTF-16 code units.
      for (key, value) in members.sorted(by: { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }) {
        writer.key(escaping: key)
        write(value, to: &writer)
      }
      writer.endObject()
    }
  }

  private static func text(of number: JSONNumber) -> String {
    let value = number.double
    return value.isFinite ? text(of: value) : number.text
  }

  /// A double as ECMAScript prints it. Source: RFC 8785 §3.2.2.3; ECMA-262 Number::toString.
  static func text(of value: Double) -> String {
    if value == 0 { return "0" }
    let (digits, exponent) = shortest(value.magnitude)
    let count = digits.utf8.count
    let sign = value < 0 ? "-" : ""
    // `exponent` places the decimal point after that many digits.
    switch exponent {
    case count...21: return sign + digits + String(repeating: "0", count: exponent - count)
    case 1..<max(count, 2) where exponent < count:
      return sign + digits.prefix(exponent) + "." + digits.dropFirst(exponent)
    case -5...0: return sign + "0." + String(repeating: "0", count: -exponent) + digits
    default:
      let mark = exponent - 1 < 0 ? "e-" : "e+"
      let fraction = count > 1 ? "." + digits.dropFirst() : ""
      return sign + digits.prefix(1) + fraction + mark + String((exponent - 1).magnitude)
    }
  }

  /// The shortest digits that read back as `value` (positive, finite) and the place of the decimal point.
  private static func shortest(_ value: Double) -> (digits: String, exponent: Int) {
    let parts = value.description.split(separator: "e")
    var exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    var digits = String(mantissa[0])
    exponent += digits.utf8.count
    if mantissa.count > 1 { digits += mantissa[1] }
    while digits.hasPrefix("0"), digits.utf8.count > 1 {
      digits.removeFirst()
      exponent -= 1
    }
    while digits.hasSuffix("0"), digits.utf8.count > 1 { digits.removeLast() }
    return (digits, exponent)
  }
}
