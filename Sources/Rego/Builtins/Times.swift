internal import Basics

/// `time.*`; times are nanoseconds since 1970, UTC.
extension Builtins {
  static let times: [Builtin] = [
    Builtin("time.now_ns", 0, isNondeterministic: true) { call throws(BuiltinError) in
      .integer(call.machine.now.nanoseconds)
    },
    Builtin("time.parse_rfc3339_ns", 1) { call throws(BuiltinError) in
      let text = try call.string(0)
      return .integer(try TimeLayout.parse(text, layout: TimeLayout.rfc3339).nanoseconds)
    },
    Builtin("time.parse_ns", 2) { call throws(BuiltinError) in
      let layout = TimeLayout.named(try call.string(0))
      return .integer(try TimeLayout.parse(try call.string(1), layout: layout).nanoseconds)
    },
    Builtin("time.parse_duration_ns", 1) { call throws(BuiltinError) in
      .integer(try TimeLayout.duration(try call.string(0)))
    },
    Builtin("time.date", 1) { call throws(BuiltinError) in
      let time = try zoned(call[0], 1)
      return call.arena.array([.integer(time.year), .integer(time.month), .integer(time.day)])
    },
    Builtin("time.clock", 1) { call throws(BuiltinError) in
      let time = try zoned(call[0], 1)
      return call.arena.array([.integer(time.hour), .integer(time.minute), .integer(time.second)])
    },
    Builtin("time.weekday", 1) { call throws(BuiltinError) in
      call.string(CivilTime.weekdays[try zoned(call[0], 1).weekday])
    },
    Builtin("time.add_date", 4) { call throws(BuiltinError) in
      let time = CivilTime(nanoseconds: try nanoseconds(call[0], 1), zone: .utc)
      let years = try call.integer(1)
      let months = try call.integer(2)
      let days = try call.integer(3)
      guard abs(years) < 300, abs(months) < 4000, abs(days) < 120_000,
        let result = time.adding(years: Int(years), months: Int(months), days: Int(days))
      else { throw .failed("time outside of valid range") }
      return .integer(result)
    },
    Builtin("time.diff", 2) { call throws(BuiltinError) in
      let parts = CivilTime.difference(try zoned(call[0], 1), try zoned(call[1], 2))
      return call.arena.array(parts.map { .integer($0) })
    },
    Builtin("time.format", 1) { call throws(BuiltinError) in
      var layout = TimeLayout.rfc3339Nano
      if call[0].has(.array), call[0].elements.count > 2 {
        guard let text = call[0].elements[2].stringValue else { throw .operand(1, "third element must be string") }
        layout = TimeLayout.named(text)
      }
      return call.string(TimeLayout.format(try zoned(call[0], 1), layout: layout))
    },
  ]

  private static func nanoseconds(_ value: Value, _ position: Int) throws(BuiltinError) -> Int64 {
    guard value.isNumber else { throw .type(position, "one of {number, array}", value) }
    if let integer = value.integerValue { return integer }
    guard let integer = Int64(exactly: value.decimal.approximation) else {
      throw .failed("timestamp too big")
    }
    return integer
  }

  /// Nanoseconds, or `[nanoseconds, zone]`.
  private static func zoned(_ value: Value, _ position: Int) throws(BuiltinError) -> CivilTime {
    guard value.has(.array) else { return CivilTime(nanoseconds: try nanoseconds(value, position), zone: .utc) }
    let elements = value.elements
    let instant = try nanoseconds(elements[0], position)
    guard elements.count > 1 else { return CivilTime(nanoseconds: instant, zone: .utc) }
    guard let name = elements[1].stringValue else { throw .operand(position, "must be a timezone name") }
    guard let zone = TimeZoneTable.named(name) else { throw .failed("unknown time zone \(name)") }
    return CivilTime(nanoseconds: instant, zone: zone)
  }
}
