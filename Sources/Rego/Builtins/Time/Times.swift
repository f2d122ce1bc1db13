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
      let time = try zoned(call[0], 1)
      let years = try call.integer(1)
      let months = try call.integer(2)
      let days = try call.integer(3)
      guard abs(years) < 600, abs(months) < 8000, abs(days) < 240_000,
        let result = time.adding(years: Int(years), months: Int(months), days: Int(days), in: try zone(call[0], 1))
      else { throw .failed("time outside of valid range") }
      return .integer(result)
    },
    Builtin("time.diff", 2) { call throws(BuiltinError) in
      let first = try zoned(call[0], 1)
      let second = CivilTime(nanoseconds: try zoned(call[1], 2).nanoseconds, zone: try zone(call[0], 1))
      return call.arena.array(CivilTime.difference(first, second).map { .integer($0) })
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
    guard value.isNumber else { throw .type(position, "either number (ns) or [number (ns), string (tz)]", value) }
    if let integer = value.integerValue { return integer }
    guard let integer = Int64(exactly: value.decimal.approximation) else {
      throw .failed("timestamp too big")
    }
    return integer
  }

  /// Nanoseconds, or `[nanoseconds, zone]`.
  private static func zoned(_ value: Value, _ position: Int) throws(BuiltinError) -> CivilTime {
    let instant = value.has(.array) && !value.elements.isEmpty ? value.elements[0] : value
    return CivilTime(nanoseconds: try nanoseconds(instant, position), zone: try zone(value, position))
  }

  private static func zone(_ value: Value, _ position: Int) throws(BuiltinError) -> TimeZoneTable {
    guard value.has(.array), value.elements.count > 1 else { return .utc }
    guard let name = value.elements[1].stringValue else { throw .type(1, "string", value.elements[1]) }
    guard let zone = TimeZoneTable.named(name) else { throw .failed("unknown time zone \(name)") }
    return zone
  }
}
