/// A time span as Go writes it: `734ns`, `12.5µs`, `1.205ms`, `2.5s`.
struct DurationText: CustomStringConvertible {
  let nanoseconds: UInt64

  init(_ nanoseconds: UInt64) { self.nanoseconds = nanoseconds }

  var description: String {
    switch nanoseconds {
    case ..<1_000: "\(nanoseconds)ns"
    case ..<1_000_000: Self.decimal(nanoseconds, 1_000) + "µs"
    case ..<1_000_000_000: Self.decimal(nanoseconds, 1_000_000) + "ms"
    default: Self.decimal(nanoseconds, 1_000_000_000) + "s"
    }
  }

  private static func decimal(_ value: UInt64, _ unit: UInt64) -> String {
    var digits = "\(unit + value % unit)".dropFirst()
    while digits.last == "0" { digits.removeLast() }
    return digits.isEmpty ? "\(value / unit)" : "\(value / unit).\(digits)"
  }
}
