/// A JSON number that keeps its text, so that nothing is rounded on the way through.
///
/// Equality and hashing are by value: `1`, `1.0` and `1e0` are equal, and whole numbers that fit in 64 bits
/// are compared exactly.
public struct JSONNumber: Sendable, Hashable {
  /// The number as it stood in the document.
  public let text: String

  /// The text has been checked against RFC 8259 §6.
  init(checked text: String) { self.text = text }

  public init(_ value: Int64) { text = String(value) }
  public init(_ value: Int) { text = String(value) }

  /// A finite number; nil for NaN and infinities, which JSON cannot hold.
  public init?(_ value: Double) {
    guard value.isFinite else { return nil }
    text = CanonicalJSON.text(of: value)
  }

  /// The value, if it is whole and fits in 64 bits.
  public var int64: Int64? {
    if let whole = Int64(text) { return whole }
    // A fraction or exponent may still spell a whole number; 19 digits are as many as fit.
    guard text.utf8.contains(where: { $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e") }) else { return nil }
    return Int64(exactly: double)
  }

  /// The nearest double; infinite if the number is out of its range.
  public var double: Double { Double(text) ?? .nan }

  public static func == (left: Self, right: Self) -> Bool {
    if left.text == right.text { return true }
    switch (left.int64, right.int64) {
    case (let left?, let right?): return left == right
    case (nil, nil): return left.double == right.double && left.double.isFinite
    default: return false
    }
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(double) }
}
