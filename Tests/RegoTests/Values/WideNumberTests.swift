import Testing

@testable import Rego

@Suite("Values: wide numbers")
struct WideNumberTests {
  /// A generator that repeats itself from run to run.
  private struct Seeded: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ state >> 29
    }
  }

  @Test func smallOperandsAgreeWithTheMachine() {
    var random = Seeded(state: 1)
    for _ in 0..<3000 {
      let (a, b) = (Int64.random(in: .min ... .max, using: &random) >> Int64.random(in: 0...60, using: &random),
        Int64.random(in: -5000...5000, using: &random))
      let (x, y) = (BigInteger(a), BigInteger(b))
      #expect((x + y).text() == String(Int128(a) + Int128(b)))
      #expect((x - y).text() == String(Int128(a) - Int128(b)))
      #expect((x * y).text() == String(Int128(a) * Int128(b)))
      if b != 0 {
        let (quotient, remainder) = x.quotientAndRemainder(dividingBy: y)
        #expect(quotient.text() == String(Int128(a) / Int128(b)) && remainder.text() == String(Int128(a) % Int128(b)))
      }
      for (wide, small) in [(BigInteger.bitwise(x, y, &), a & b), (BigInteger.bitwise(x, y, |), a | b),
        (BigInteger.bitwise(x, y, ^), a ^ b), (~x, ~a), (x >> 7, a >> 7)] {
        #expect(wide.int64 == small)
      }
      #expect(x.compare(y) == (a < b ? -1 : a == b ? 0 : 1))
    }
  }

  @Test func divisionUndoesMultiplication() {
    var random = Seeded(state: 2)
    func natural(_ limbs: Int) -> BigNatural {
      BigNatural(limbs: (0..<limbs).map { _ in
        // Runs of ones and zeros are where carries go wrong.
        [UInt32.max, 0, UInt32.random(in: 0 ... .max, using: &random)].randomElement(using: &random) ?? 0
      })
    }
    for _ in 0..<2000 {
      let divisor = natural(Int.random(in: 1...6, using: &random)) + .one
      let quotient = natural(Int.random(in: 0...6, using: &random))
      let remainder = natural(6).quotientAndRemainder(dividingBy: divisor).remainder
      let (q, r) = (divisor * quotient + remainder).quotientAndRemainder(dividingBy: divisor)
      #expect(q == quotient && r == remainder)
    }
  }

  @Test func textReadsBack() {
    var random = Seeded(state: 3)
    for _ in 0..<500 {
      let digits = (0..<Int.random(in: 1...80, using: &random)).map { _ in UInt8.random(in: 0...9, using: &random) }
      let text = String(decoding: digits.drop { $0 == 0 }.map { $0 + 48 }, as: UTF8.self)
      let number = BigNatural(decimal: digits)
      #expect(number.text(radix: 10) == (text.isEmpty ? "0" : text))
      #expect(number.isZero || number.text(radix: 2).utf8.count == number.bitWidth)
      #expect(BigNatural(bytes: number.bytes) == number)
    }
  }

  @Test func wideFloatsReadBackWhatTheyWrite() throws {
    var random = Seeded(state: 4)
    for _ in 0..<500 {
      let double = Double(bitPattern: UInt64.random(in: 0 ... .max, using: &random) & 0x7FEF_FFFF_FFFF_FFFF)
      let number = try #require(WideFloat(Decimal(double.description)))
      let again = try #require(WideFloat(Decimal(number.text)))
      #expect(again.significand == number.significand && again.exponent == number.exponent)
      // Sixty-four bits hold every shortest text of a double.
      #expect(Double(number.text) == double)
    }
  }
}
