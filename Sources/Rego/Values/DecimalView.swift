/// A number that is not a 64-bit integer: its nearest `Double`, then its text as written.
@safe struct DecimalView {
  let approximation: Double
  let text: Text
}

extension Value {
  /// The parts of a decimal value.
  var decimal: DecimalView {
    // SAFETY: decimal storage is a double, a count and that many bytes.
    unsafe DecimalView(
      approximation: storage.load(as: Double.self),
      text: Text(
        base: (storage + 16).assumingMemoryBound(to: UInt8.self),
        count: storage.load(fromByteOffset: 8, as: Int.self)))
  }

  /// The nearest `Double` of a number.
  var doubleValue: Double? {
    switch tag {
    case .integer: Double(Int64(bitPattern: payload))
    case .decimal: decimal.approximation
    default: nil
    }
  }

  /// The text of a number, as written or as computed.
  var numberText: String {
    has(.integer) ? String(Int64(bitPattern: payload)) : decimal.text.string
  }

  func compareNumber(_ other: Value) -> Int {
    if has(.integer), other.has(.integer) {
      let left = Int64(bitPattern: payload)
      let right = Int64(bitPattern: other.payload)
      return left < right ? -1 : left == right ? 0 : 1
    }
    let left = doubleValue ?? 0
    let right = other.doubleValue ?? 0
    // Rounding keeps the order, so only near values need their digits.
    if abs(left - right) > abs(left) * 1e-15 { return left < right ? -1 : 1 }
    return Decimal(numberText).compare(Decimal(other.numberText))
  }
}

extension Arena {
  /// A number from JSON's grammar; integers of 64 bits are stored inline.
  func number(_ text: String) -> Value {
    if let value = Int64(text), !(value == 0 && text.utf8.first == UInt8(ascii: "-")) { return .integer(value) }
    return decimal(text, Double(text) ?? .infinity)
  }

  private func decimal(_ text: String, _ approximation: Double) -> Value {
    let bytes = Array(text.utf8)
    let storage = unsafe allocate(16 + bytes.count)
    // SAFETY: the storage has room for the double, the count and the bytes.
    unsafe storage.storeBytes(of: approximation, as: Double.self)
    unsafe storage.storeBytes(of: bytes.count, toByteOffset: 8, as: Int.self)
    for (index, byte) in bytes.enumerated() {
      unsafe storage.storeBytes(of: byte, toByteOffset: 16 + index, as: UInt8.self)
    }
    return Value(tag: .decimal, payload: UInt64(UInt(bitPattern: storage)))
  }
}
