/// Shannon entropy of a value's own bytes.
enum Entropy {
  /// Bits per byte, 0…8. One pass; log2 once per distinct byte.
  static func bitsPerByte(_ value: ArraySlice<UInt8>) -> Double {
    guard !value.isEmpty else { return 0 }
    var counts = [Int](repeating: 0, count: 256)
    for byte in value { counts[Int(byte)] &+= 1 }
    let total = Double(value.count)
    var bits = 0.0
    for count in counts where count > 0 {
      let share = Double(count) / total
      bits -= share * Logarithm.base2(share)
    }
    return bits
  }
}

/// The one function of `libm` that is needed, without Foundation.
enum Logarithm {
  /// Binary logarithm of a positive finite number, to about 1e-9: exponent plus the series of artanh.
  static func base2(_ value: Double) -> Double {
    guard value > 0, value.isFinite else { return 0 }
    let ratio = (value.significand - 1) / (value.significand + 1)
    let square = ratio * ratio
    var term = ratio
    var sum = 0.0
    var odd = 1.0
    while odd < 40 {
      sum += term / odd
      term *= square
      odd += 2
    }
    return Double(value.exponent) + 2 * sum * 1.442_695_040_888_963_4
  }
}
