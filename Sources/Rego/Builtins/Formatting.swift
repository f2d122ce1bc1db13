/// `sprintf`, `format_int` and template strings.
extension Builtins {
  static let formatting: [Builtin] = [
    Builtin("sprintf", 2) { call throws(BuiltinError) in
      var formatter = Formatter(try call.text(0), try call.array(1).map(FormatArgument.init), call)
      return call.string(try formatter.formatted())
    },
    Builtin("format_int", 2) { call throws(BuiltinError) in
      let number = try call.number(0)
      guard let base = try call.number(1).integerValue, [2, 8, 10, 16].contains(base) else {
        throw .operand(2, "must be one of {2, 8, 10, 16}")
      }
      if let integer = number.integerValue { return call.string(String(integer, radix: Int(base))) }
      guard let whole = BigInteger(truncating: Decimal(number.numberText)) else { throw .hugeNumber }
      return call.string(whole.text(radix: Int(base)))
    },
    Builtin("internal.template_string", 1) { call throws(BuiltinError) in
      var bytes: [UInt8] = []
      for part in try call.array(0) {
        if part.has(.string) {
          bytes.append(contentsOf: part.text.bytes)
        } else {
          part.write(to: &bytes)
        }
      }
      return call.string(bytes)
    },
  ]
}
