internal import Basics

/// `uuid.*` (RFC 9562).
extension Builtins {
  static let identifiers: [Builtin] = [
    Builtin("uuid.parse", 1) { call throws(BuiltinError) in
      guard let bytes = uuidBytes(try call.string(0)) else { return .undefined }
      return described(bytes, call)
    },
    Builtin("uuid.rfc4122", 1, isNondeterministic: true) { call throws(BuiltinError) in
      let key = "uuid:" + (try call.string(0))
      if let known = call.machine.cache.perDecision[key] { return known }
      var bytes = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
      bytes[6] = bytes[6] & 0x0F | 0x40
      bytes[8] = bytes[8] & 0x3F | 0x80
      let hex = Hex.encode(bytes)
      var text = ""
      for (index, character) in hex.enumerated() {
        if [8, 12, 16, 20].contains(index) { text.append("-") }
        text.append(character)
      }
      let value = call.string(text)
      call.machine.cache.perDecision[key] = value
      return value
    },
  ]

  /// Accepts the plain form, `urn:uuid:`, one pair of delimiters around it, and bare digits.
  private static func uuidBytes(_ text: String) -> [UInt8]? {
    var bytes = Array(text.utf8)
    if bytes.count == 45, text.lowercased().hasPrefix("urn:uuid:") { bytes.removeFirst(9) }
    if bytes.count == 38 { bytes = Array(bytes[1..<37]) }
    if bytes.count == 36 {
      for index in [8, 13, 18, 23] where bytes[index] != UInt8(ascii: "-") { return nil }
      bytes = bytes.enumerated().filter { ![8, 13, 18, 23].contains($0.offset) }.map(\.element)
    }
    guard bytes.count == 32 else { return nil }
    return Hex.decode(bytes)
  }

  private static func described(_ bytes: [UInt8], _ call: Arguments) -> Value {
    var members: [(key: Value, value: Value)] = []
    func add(_ name: String, _ value: Value) { members.append((call.string(name), value)) }
    let version = Int(bytes[6] >> 4)
    add("version", .integer(version))
    let variant =
      switch bytes[8] >> 5 {
      case 0b100, 0b101: "RFC4122"
      case 0b110: "Microsoft"
      case 0b111: "Future"
      default: "Reserved"
      }
    add("variant", call.string(variant))
    guard version == 1 || version == 2 else { return call.arena.object(members) }
    func number(_ range: Range<Int>) -> UInt64 { bytes[range].reduce(0) { $0 << 8 | UInt64($1) } }
    let ticks = (number(6..<8) & 0x0FFF) << 48 | number(4..<6) << 32 | number(0..<4)
    // Hundreds of nanoseconds since 1582-10-15.
    add("time", .integer((Int64(bitPattern: ticks) &- 122_192_928_000_000_000) &* 100))
    add("clocksequence", .integer(Int64(number(8..<10) & 0x3FFF)))
    add("nodeid", call.string(bytes[10...].map { Hex.encode([$0]) }.joined(separator: "-")))
    let scope = bytes[10] & 2 == 0 ? "global" : "local"
    add("macvariables", call.string(scope + ":" + (bytes[10] & 1 == 0 ? "unicast" : "multicast")))
    if version == 2 {
      add("id", .integer(Int64(number(0..<4))))
      let domains = ["Person", "Group", "Org"]
      add("domain", call.string(Int(bytes[9]) < 3 ? domains[Int(bytes[9])] : "Domain\(bytes[9])"))
    }
    return call.arena.object(members)
  }
}
