/// The head of a request or a response: the bytes, and a table of where its fields are.
///
/// One value is kept per connection and filled anew for each message, so that reading a head allocates nothing
/// once the arrays have grown.
struct HTTPHead {
  struct Field {
    let known: KnownField
    let name: Range<UInt16>
    let value: Range<UInt16>
  }

  enum Method: UInt8 {
    case get, post, delete, options, head, other
  }

  /// Offsets are 16 bits wide; ``HTTPLimits/headBytesMaxEver`` is below.
  var bytes: [UInt8] = []
  var fields: [Field] = []
  /// Requests only.
  var method = Method.other
  var target: Range<UInt16> = 0..<0
  /// Responses only.
  var status = 0
  /// Minor version: 1 for HTTP/1.1, 0 for HTTP/1.0.
  var minorVersion: UInt8 = 1

  /// The value of the first field of this kind.
  func value(_ known: KnownField) -> ArraySlice<UInt8>? {
    for field in fields where field.known == known { return slice(field.value) }
    return nil
  }

  func string(_ known: KnownField) -> String? { value(known).map { String(decoding: $0, as: UTF8.self) } }

  /// Every value of this kind, in order.
  func values(_ known: KnownField) -> [ArraySlice<UInt8>] { fields.filter { $0.known == known }.map { slice($0.value) } }

  func count(_ known: KnownField) -> Int {
    var count = 0
    for field in fields where field.known == known { count += 1 }
    return count
  }

  func has(_ known: KnownField) -> Bool { count(known) > 0 }

  /// The elements of a list under a name that is not among the known ones. Source: RFC 9110 §5.6.1.
  func list(named name: StaticString) -> [String] {
    fields.filter { $0.known == .other && HTTPSyntax.equalsIgnoringCase(slice($0.name), name) }
      .flatMap { slice($0.value).split(separator: UInt8(ascii: ",")) }
      .map { String(decoding: HTTPSyntax.trimmed($0), as: UTF8.self) }
      .filter { name in !name.isEmpty && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } }
  }

  func slice(_ range: Range<UInt16>) -> ArraySlice<UInt8> { bytes[Int(range.lowerBound)..<Int(range.upperBound)] }

  /// The path of the target, without its query.
  var path: ArraySlice<UInt8> { slice(target).prefix { $0 != UInt8(ascii: "?") } }

  /// Whether the sender keeps the connection open after this message. Source: RFC 9112 §9.3.
  var keepsAlive: Bool {
    guard let connection = value(.connection) else { return minorVersion == 1 }
    if HTTPSyntax.list(connection, holds: "close") { return false }
    return minorVersion == 1 || HTTPSyntax.list(connection, holds: "keep-alive")
  }
}
