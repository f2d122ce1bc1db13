/// The headers that route a request: they mirror its body, and prove nothing.
///
/// Filled field by field while a request's head is read; a second field of one kind is refused, because two
/// readers may take different ones.
public struct MCPHeaders: Sendable {
  /// Names as they are written in documents; on the wire any case will do.
  public enum Field: String, Sendable, CaseIterable {
    case protocolVersion = "MCP-Protocol-Version"
    case method = "Mcp-Method"
    case name = "Mcp-Name"
    case sessionID = "Mcp-Session-Id"
    case lastEventID = "Last-Event-ID"
  }

  /// Longest value, in bytes; a name of ``EnvelopeLimits/nameBytesMax`` fits in when encoded.
  public static let valueBytesMax = 12 << 10

  public private(set) var protocolVersion: ArraySlice<UInt8>?
  public private(set) var method: ArraySlice<UInt8>?
  /// As it was sent, maybe in the form of ``SentinelText``.
  public private(set) var name: ArraySlice<UInt8>?
  public private(set) var sessionID: ArraySlice<UInt8>?
  public private(set) var lastEventID: ArraySlice<UInt8>?

  public init() {}

  /// Takes one field of the request's head.
  ///
  /// - Parameter value: As it stands on the line; white space around it is not part of it.
  /// - Throws: ``HeaderError`` with code `header_repeated`, or `header_value_invalid` for bytes that are not
  ///   printable ASCII and for values that are too long.
  public mutating func add(_ field: Field, _ value: ArraySlice<UInt8>) throws(HeaderError) {
    var value = value
    while let first = value.first, first == 0x20 || first == 0x09 { value = value.dropFirst() }
    while let last = value.last, last == 0x20 || last == 0x09 { value = value.dropLast() }
    guard value.count <= Self.valueBytesMax, value.allSatisfy({ 0x20...0x7E ~= $0 || $0 == 0x09 }) else {
      throw HeaderError(.valueInvalid, field)
    }
    let isRepeated: Bool
    switch field {
    case .protocolVersion: isRepeated = Self.replace(&protocolVersion, value)
    case .method: isRepeated = Self.replace(&method, value)
    case .name: isRepeated = Self.replace(&name, value)
    case .sessionID: isRepeated = Self.replace(&sessionID, value)
    case .lastEventID: isRepeated = Self.replace(&lastEventID, value)
    }
    if isRepeated { throw HeaderError(.repeated, field) }
  }

  private static func replace(_ held: inout ArraySlice<UInt8>?, _ value: ArraySlice<UInt8>) -> Bool {
    defer { held = value }
    return held != nil
  }
}
