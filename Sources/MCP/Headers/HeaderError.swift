/// Why the headers of a request, or what they say of its body, do not let it pass. Equality is on code and field.
///
/// - Source: MCP 2026-07-28, Basic Protocol, Error Codes; Transports, Request Headers.
public struct HeaderError: Error, Sendable, Equatable, CustomStringConvertible {
  public enum Code: String, Sendable, CaseIterable {
    case repeated = "header_repeated"
    case valueInvalid = "header_value_invalid"
    case missing = "header_missing"
    case mismatch = "header_mismatch"
    case metadataMissing = "header_metadata_missing"
    case versionUnsupported = "header_version_unsupported"
    case legacyVersionUnsupported = "header_legacy_version_unsupported"
    case versionNotNegotiated = "header_version_not_negotiated"
    case methodNotInRevision = "header_method_not_in_revision"
    case responseNotAllowed = "header_response_not_allowed"
  }

  public let code: Code
  /// The header that it is about.
  public let field: MCPHeaders.Field

  public init(_ code: Code, _ field: MCPHeaders.Field) {
    self.code = code
    self.field = field
  }

  /// The number for the `code` member of a JSON-RPC error.
  ///
  /// A legacy client must not see a number of the modern range for a version it may not speak: it would take
  /// the answer for that of a modern server.
  public var rpcCode: Int {
    switch code {
    case .repeated, .valueInvalid, .missing, .mismatch: RPCCode.headerMismatch
    case .metadataMissing: RPCCode.invalidParams
    case .versionUnsupported: RPCCode.unsupportedProtocolVersion
    case .methodNotInRevision: RPCCode.methodNotFound
    case .legacyVersionUnsupported, .versionNotNegotiated, .responseNotAllowed: RPCCode.invalidRequest
    }
  }

  public var httpStatus: Int { code == .methodNotInRevision ? 404 : 400 }

  /// One sentence for people; holds none of the input.
  public var description: String {
    switch code {
    case .repeated: "The header \(field.rawValue) stands more than once."
    case .valueInvalid: "The header \(field.rawValue) holds a value that cannot be read."
    case .missing: "The header \(field.rawValue) is missing."
    case .mismatch: "The header \(field.rawValue) does not agree with the body."
    case .metadataMissing: "The request's _meta must name the protocol version and the client's capabilities."
    case .versionUnsupported, .legacyVersionUnsupported: "This protocol version is not supported."
    case .versionNotNegotiated: "The protocol version is not the one that this session negotiated."
    case .methodNotInRevision: "This protocol version has no such method for clients."
    case .responseNotAllowed: "This protocol version lets clients send no responses."
    }
  }
}
