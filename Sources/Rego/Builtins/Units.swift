/// `units.*`
extension Builtins {
  static let units: [Builtin] = [
    Builtin("units.parse", 1) { call throws(BuiltinError) in
      let (number, unit) = try amount(call, "no amount provided")
      guard let factor = try siFactor(unit) else { throw .failed("unit \(unit) not recognized") }
      return call.arena.number(number * factor)
    },
    Builtin("units.parse_bytes", 1) { call throws(BuiltinError) in
      let (number, unit) = try amount(call, "no byte amount provided")
      guard let factor = byteFactor(unit.lowercased()) else { throw .failed("byte unit \(unit) not recognized") }
      return call.arena.number((number * factor).rounded(.towardZero))
    },
  ]

  private static func amount(_ call: Arguments, _ missing: String) throws(BuiltinError) -> (Double, String) {
    let raw = try call.string(0).filter { $0 != "\"" }
    if raw.contains(" ") { throw .failed("spaces not allowed in resource strings") }
    var digits = ""
    var rest = Substring(raw)
    while let first = rest.unicodeScalars.first {
      let isExponent = (first == "e" || first == "E") && rest.dropFirst().first.map { $0.isNumber || $0 == "-" || $0 == "+" } == true
      let isSign = first == "-" && digits.isEmpty
      guard first.isASCII, first.properties.numericType != nil || first == "." || isSign || isExponent else { break }
      digits.unicodeScalars.append(first)
      rest = rest.dropFirst()
      if isExponent, let sign = rest.first, sign == "-" || sign == "+" {
        digits.append(sign)
        rest = rest.dropFirst()
      }
    }
    if digits.isEmpty { throw .failed(missing) }
    guard let number = Double(digits) else { throw .failed("could not parse amount to a number") }
    return (number, String(rest))
  }

  private static func siFactor(_ unit: String) throws(BuiltinError) -> Double? {
    if unit == "m" { return 0.001 }
    if unit == "M" { return 1e6 }
    switch unit.lowercased() {
    case "": return 1
    case "k": return 1e3
    case "g": return 1e9
    case "t": return 1e12
    case "p": return 1e15
    case "e": return 1e18
    case "ki": return 1024
    case "mi": return 1_048_576
    case "gi": return 1_073_741_824
    case "ti": return 1_099_511_627_776
    case "pi": return 1_125_899_906_842_624
    case "ei": return 1_152_921_504_606_846_976
    default: return nil
    }
  }

  private static func byteFactor(_ unit: String) -> Double? {
    switch unit {
    case "", "b": 1
    case "k", "kb": 1e3
    case "m", "mb": 1e6
    case "g", "gb": 1e9
    case "t", "tb": 1e12
    case "p", "pb": 1e15
    case "e", "eb": 1e18
    case "ki", "kib": 1024
    case "mi", "mib": 1_048_576
    case "gi", "gib": 1_073_741_824
    case "ti", "tib": 1_099_511_627_776
    case "pi", "pib": 1_125_899_906_842_624
    case "ei", "eib": 1_152_921_504_606_846_976
    default: nil
    }
  }
}
