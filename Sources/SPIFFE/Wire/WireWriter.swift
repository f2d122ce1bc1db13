/// Writes the fields of one protocol buffers message. Texts, bytes and messages only: the Workload API has
/// nothing else outside of claims.
///
/// - Source: <https://protobuf.dev/programming-guides/encoding/>.
struct WireWriter {
  private(set) var bytes: [UInt8] = []

  /// An empty value is not written, as proto3 has it; elements of lists are written by ``element(_:_:)``.
  mutating func field(_ number: UInt64, _ text: String) {
    if !text.isEmpty { element(number, Array(text.utf8)) }
  }

  mutating func field(_ number: UInt64, _ data: [UInt8]) {
    if !data.isEmpty { element(number, data) }
  }

  mutating func element(_ number: UInt64, _ data: [UInt8]) {
    varint(number << 3 | 2)
    varint(UInt64(data.count))
    bytes += data
  }

  mutating func message(_ number: UInt64, _ write: (inout WireWriter) -> Void) {
    var inner = WireWriter()
    write(&inner)
    element(number, inner.bytes)
  }

  /// A map from texts to bytes: one message of key and value for each entry, in the order of the keys.
  mutating func map(_ number: UInt64, _ entries: [String: [UInt8]]) {
    for (key, value) in entries.sorted(by: { $0.key < $1.key }) {
      message(number) {
        $0.field(1, key)
        $0.field(2, value)
      }
    }
  }

  mutating func double(_ number: UInt64, _ value: Double) {
    varint(number << 3 | 1)
    for shift in stride(from: 0, to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: value.bitPattern >> UInt64(shift)))
    }
  }

  mutating func number(_ number: UInt64, _ value: UInt64) {
    varint(number << 3)
    varint(value)
  }

  private mutating func varint(_ value: UInt64) {
    var value = value
    while value > 0x7F {
      bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
      value >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: value))
  }
}

extension WireReader {
  /// One entry of a map, added to `entries`.
  static func readEntry(_ value: Value, into entries: inout [String: [UInt8]]) throws(WireError) {
    guard let slice = value.slice else { throw .malformed }
    var reader = WireReader(slice)
    var (key, data) = ("", [UInt8]())
    while let field = try reader.next() {
      switch field.number {
      case 1: key = try field.value.text()
      case 2: data = try field.value.data()
      default: continue
      }
    }
    entries[key] = data
  }
}
