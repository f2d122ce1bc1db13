/// Reads the fields of one protocol buffers message, in the order in which they stand.
///
/// The Workload API has ten small messages, so that reading them by hand costs less than a code generator in
/// everybody's build.
///
/// - Source: <https://protobuf.dev/programming-guides/encoding/>.
struct WireReader {
  /// The value of one field, by the way it is written.
  enum Value {
    case varint(UInt64)
    case fixed64(UInt64)
    case bytes(ArraySlice<UInt8>)
    case fixed32(UInt32)
  }

  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  /// The next field's number and value; nil at the end. Fields that a reader does not know are passed over by it.
  mutating func next() throws(WireError) -> (number: UInt64, value: Value)? {
    guard !rest.isEmpty else { return nil }
    let key = try varint()
    let number = key >> 3
    guard number > 0 else { throw .malformed }
    switch key & 7 {
    case 0: return (number, .varint(try varint()))
    case 1: return (number, .fixed64(try fixed(8)))
    case 2:
      let length = try varint()
      guard length <= UInt64(rest.count) else { throw .truncated }
      return (number, .bytes(take(Int(length))))
    case 5: return (number, .fixed32(UInt32(truncatingIfNeeded: try fixed(4))))
    // Groups were given up before this API was written.
    default: throw .malformed
    }
  }

  private mutating func varint() throws(WireError) -> UInt64 {
    var value: UInt64 = 0
    for place in 0..<10 {
      guard let byte = rest.popFirst() else { throw .truncated }
      guard place < 9 || byte <= 1 else { throw .malformed }
      value |= UInt64(byte & 0x7F) << UInt64(7 * place)
      if byte & 0x80 == 0 { return value }
    }
    throw .malformed
  }

  private mutating func fixed(_ count: Int) throws(WireError) -> UInt64 {
    guard rest.count >= count else { throw .truncated }
    return take(count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  private mutating func take(_ count: Int) -> ArraySlice<UInt8> {
    let taken = rest.prefix(count)
    rest = rest.dropFirst(count)
    return taken
  }
}

extension WireReader.Value {
  /// A text or bytes; nil for values of another kind, which the reader passes over as it does unknown fields.
  var slice: ArraySlice<UInt8>? { if case .bytes(let slice) = self { slice } else { nil } }

  /// A text, which must be UTF-8.
  func text() throws(WireError) -> String {
    guard let slice, let text = String(validating: slice, as: UTF8.self) else { throw .malformed }
    return text
  }

  func data() throws(WireError) -> [UInt8] {
    guard let slice else { throw .malformed }
    return Array(slice)
  }
}
