import Basics

/// Claims of a token as a `google.protobuf.Struct`.
///
/// - Source: <https://protobuf.dev/reference/protobuf/google.protobuf/#struct>.
enum ClaimsStruct {
  static func write(_ object: JSONObject, to writer: inout WireWriter) {
    for (key, value) in object {
      writer.message(1) {
        $0.field(1, key)
        $0.message(2) { write(value, to: &$0) }
      }
    }
  }

  /// The depth was bounded when the token was parsed: ``CompactToken/depthMax``.
  private static func write(_ value: JSONValue, to writer: inout WireWriter) {
    switch value {
    case .null: writer.number(1, 0)
    case .number(let number): writer.double(2, number.double)
    case .string(let text): writer.element(3, Array(text.utf8))
    case .bool(let flag): writer.number(4, flag ? 1 : 0)
    case .object(let object): writer.message(5) { write(object, to: &$0) }
    case .array(let list):
      writer.message(6) { inner in
        for element in list { inner.message(1) { write(element, to: &$0) } }
      }
    }
  }
}
