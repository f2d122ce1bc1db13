import Testing

@testable import MCP

@Suite("Version rules")
struct VersionRulesTests {
  static let modern = "2026-07-28"

  static func headers(_ fields: [(MCPHeaders.Field, String)]) throws -> MCPHeaders {
    var headers = MCPHeaders()
    for (field, value) in fields { try headers.add(field, Array(value.utf8)[...]) }
    return headers
  }

  static func call(
    _ method: String = "tools/call", name: String = #""add""#, version: String? = modern, capabilities: Bool = true
  ) throws -> Envelope {
    var members: [String] = []
    if let version { members.append(#""io.modelcontextprotocol/protocolVersion":"\#(version)""#) }
    if capabilities { members.append(#""io.modelcontextprotocol/clientCapabilities":{}"#) }
    let meta = members.joined(separator: ",")
    return try Envelope(
      parsing: Array(
        #"{"jsonrpc":"2.0","id":1,"method":"\#(method)","params":{"name":\#(name),"uri":\#(name),"_meta":{\#(meta)}}}"#
          .utf8))
  }

  static func decide(
    _ envelope: Envelope, _ fields: [(MCPHeaders.Field, String)], negotiated: ProtocolVersion? = nil,
    supported: [ProtocolVersion] = ProtocolVersion.allCases
  ) throws -> Result<ProtocolVersion, HeaderError> {
    let headers = try headers(fields)
    do throws(HeaderError) {
      let rules = VersionRules(supported: supported)
      return .success(try rules.version(of: envelope, headers: headers, negotiated: negotiated))
    } catch {
      return .failure(error)
    }
  }

  static func modernFields(
    _ version: String = modern, method: String? = "tools/call", name: String? = "add"
  ) -> [(MCPHeaders.Field, String)] {
    var fields: [(MCPHeaders.Field, String)] = [(.protocolVersion, version)]
    if let method { fields.append((.method, method)) }
    if let name { fields.append((.name, name)) }
    return fields
  }

  @Test func agreementOfHeadersAndBodyIsModern() throws {
    let decision = try Self.decide(Self.call(), Self.modernFields())
    #expect(decision == .success(.v2026_07_28))
  }

  @Test func aStrippedVersionHeaderIsNoDowngrade() throws {
    let decision = try Self.decide(Self.call(), [(.method, "tools/call"), (.name, "add")])
    #expect(decision == .failure(HeaderError(.missing, .protocolVersion)))
    #expect(HeaderError(.missing, .protocolVersion).rpcCode == -32020)
  }

  @Test func aLegacyHeaderOverAModernBodyIsNoDowngrade() throws {
    let decision = try Self.decide(Self.call(), Self.modernFields("2025-11-25"))
    #expect(decision == .failure(HeaderError(.mismatch, .protocolVersion)))
  }

  @Test func withoutAnyVersionTheSessionsOrTheOldestIsAssumed() throws {
    let plain = try Self.call(version: nil, capabilities: false)
    #expect(try Self.decide(plain, []) == .success(.v2025_03_26))
    #expect(try Self.decide(plain, [], negotiated: .v2025_11_25) == .success(.v2025_11_25))
  }

  @Test func aLegacyHeaderMustBeSupportedAndNegotiated() throws {
    let plain = try Self.call(version: nil, capabilities: false)
    let fields: [(MCPHeaders.Field, String)] = [(.protocolVersion, "2025-06-18")]
    #expect(try Self.decide(plain, fields) == .success(.v2025_06_18))
    #expect(
      try Self.decide(plain, fields, negotiated: .v2025_11_25)
        == .failure(HeaderError(.versionNotNegotiated, .protocolVersion)))
    let refused = try Self.decide(plain, fields, supported: [.v2025_11_25])
    #expect(refused == .failure(HeaderError(.legacyVersionUnsupported, .protocolVersion)))
    // A number of the modern range would tell a dual-era client that this is a modern server.
    #expect(HeaderError(.legacyVersionUnsupported, .protocolVersion).rpcCode == RPCCode.invalidRequest)
  }

  @Test func theLadderRefusesInItsOrder() throws {
    let unknown = "2099-01-01"
    #expect(
      try Self.decide(Self.call(version: nil), Self.modernFields(unknown))
        == .failure(HeaderError(.metadataMissing, .protocolVersion)))
    #expect(
      try Self.decide(Self.call(capabilities: false), Self.modernFields())
        == .failure(HeaderError(.metadataMissing, .protocolVersion)))
    #expect(
      try Self.decide(Self.call(), Self.modernFields(unknown))
        == .failure(HeaderError(.mismatch, .protocolVersion)))
    #expect(
      try Self.decide(Self.call(version: unknown), Self.modernFields(unknown, method: nil))
        == .failure(HeaderError(.missing, .method)))
    let unsupported = try Self.decide(Self.call(version: unknown), Self.modernFields(unknown))
    #expect(unsupported == .failure(HeaderError(.versionUnsupported, .protocolVersion)))
    #expect(HeaderError(.versionUnsupported, .protocolVersion).rpcCode == -32022)
    #expect(
      try Self.decide(Self.call(), Self.modernFields(), supported: [.v2025_11_25])
        == .failure(HeaderError(.versionUnsupported, .protocolVersion)))
  }

  @Test(arguments: ["initialize", "ping", "logging/setLevel", "resources/subscribe", "resources/unsubscribe"])
  func removedMethodsAreNotFoundInTheModernEra(method: String) throws {
    let decision = try Self.decide(Self.call(method), Self.modernFields(method: method))
    #expect(decision == .failure(HeaderError(.methodNotInRevision, .method)))
    let error = HeaderError(.methodNotInRevision, .method)
    #expect(error.rpcCode == -32601 && error.httpStatus == 404)
  }

  @Test func theBodyIsTheTruthAboutMethodAndName() throws {
    let call = try Self.call(name: #""bash""#)
    #expect(try Self.decide(call, Self.modernFields()) == .failure(HeaderError(.mismatch, .name)))
    #expect(try Self.decide(call, Self.modernFields(name: "Bash")) == .failure(HeaderError(.mismatch, .name)))
    #expect(try Self.decide(call, Self.modernFields(name: nil)) == .failure(HeaderError(.missing, .name)))
    #expect(
      try Self.decide(call, Self.modernFields(method: "tools/list", name: "bash"))
        == .failure(HeaderError(.mismatch, .method)))
    #expect(
      try Self.decide(call, Self.modernFields(method: "TOOLS/CALL", name: "bash"))
        == .failure(HeaderError(.mismatch, .method)))
    #expect(try Self.decide(call, Self.modernFields(name: " bash\t")) == .success(.v2026_07_28))
  }

  @Test func sentinelTricksAreMismatchesOrInvalid() throws {
    let call = try Self.call(name: #""é""#)
    #expect(try Self.decide(call, Self.modernFields(name: "=?base64?w6k=?=")) == .success(.v2026_07_28))
    // Upper-case markers are literal text; base64 without its padding, or encoded twice, is no way in.
    for (value, code) in [
      ("=?BASE64?w6k=?=", HeaderError.Code.mismatch), ("=?base64?w6k?=", .valueInvalid),
      ("=?base64?w6l=?=", .valueInvalid), ("=?base64?/w==?=", .valueInvalid), ("=?base64?w 6k=?=", .valueInvalid),
      ("=?base64?PT9iYXNlNjQ/dzZrPT89?=", .mismatch), ("=?base64?w6k=", .mismatch), ("=?base64?=", .mismatch),
    ] {
      #expect(try Self.decide(call, Self.modernFields(name: value)) == .failure(HeaderError(code, .name)), "\(value)")
    }
  }

  @Test func responsesHaveNoPlaceInTheModernEra() throws {
    let response = try Envelope(parsing: Array(#"{"jsonrpc":"2.0","id":1,"result":{}}"#.utf8))
    #expect(
      try Self.decide(response, [(.protocolVersion, Self.modern)])
        == .failure(HeaderError(.responseNotAllowed, .protocolVersion)))
  }

  @Test func anOfferIsCappedNeverRaised() {
    let rules = VersionRules(supported: [.v2025_03_26, .v2025_06_18, .v2026_07_28])
    #expect(rules.capped("2025-11-25") == .v2025_06_18)
    #expect(rules.capped("2026-07-28") == .v2025_06_18)
    #expect(rules.capped("2025-06-18") == .v2025_06_18)
    #expect(rules.capped("2025-03-26") == .v2025_03_26)
    #expect(rules.capped("2024-11-05") == .v2025_03_26)
    #expect(rules.capped("2030-01-01") == .v2025_06_18)
    #expect(VersionRules(supported: [.v2026_07_28]).capped("2025-11-25") == nil)
  }
}
