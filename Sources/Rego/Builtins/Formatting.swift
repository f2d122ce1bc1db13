/// `sprintf`, `format_int` and template strings.
extension Builtins {
  static let formatting: [Builtin] = [
    Builtin("sprintf", 2) { call throws(BuiltinError) in
      let format = try call.text(0)
      let arguments = Array(try call.array(1))
      let text = try Formatter(format: format.bytes, arguments: arguments).formatted()
      try call.reserve(text.count)
      return call.string(text)
    },
    Builtin("format_int", 2) { call throws(BuiltinError) in
      let number = try call.number(0)
      let base = try call.integer(1)
      guard [2, 8, 10, 16].contains(base) else { throw .operand(2, "must be one of {2, 8, 10, 16}") }
      let value = number.integerValue ?? Int64((number.doubleValue ?? 0).rounded(.towardZero).clamped)
      return call.string(String(value, radix: Int(base)))
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

extension Double {
  /// Within what an `Int64` holds.
  var clamped: Double { Swift.max(-9.2e18, Swift.min(9.2e18, self)) }
}
