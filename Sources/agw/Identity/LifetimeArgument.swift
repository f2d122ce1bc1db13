public import ArgumentParser

/// A lifetime on the command line: seconds, or a number with `s`, `m` or `h`.
public struct LifetimeArgument: ExpressibleByArgument {
  /// At least one, at most a day: an SVID that lives longer is no short-lived credential.
  public let seconds: Int

  static let secondsMax = 86_400

  public init?(argument: String) {
    let units: [UInt8: Int] = [UInt8(ascii: "s"): 1, UInt8(ascii: "m"): 60, UInt8(ascii: "h"): 3_600]
    var digits = argument.utf8[...]
    var unit = 1
    if let last = digits.last, let known = units[last] {
      unit = known
      digits = digits.dropLast()
    }
    guard (1...6).contains(digits.count), digits.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }),
      let number = Int(String(decoding: digits, as: UTF8.self)), (1...Self.secondsMax).contains(number * unit)
    else { return nil }
    seconds = number * unit
  }
}
