/// The exponential function, without a mathematics library whose last digits differ from machine to machine.
enum Exponential {
  /// e to the power of `value`, to about 1e-12: powers of two and a short series for the rest.
  static func e(_ value: Double) -> Double {
    guard value < 700 else { return .infinity }
    guard value > -700 else { return 0 }
    let ln2 = 0.693_147_180_559_945_3
    let halvings = (value / ln2).rounded()
    let rest = value - halvings * ln2
    var (term, sum) = (1.0, 1.0)
    for step in 1...16 {
      term *= rest / Double(step)
      sum += term
    }
    return sum * Double(sign: .plus, exponent: Int(halvings), significand: 1)
  }
}
