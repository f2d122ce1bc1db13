public import Basics

/// What `ValidateJWTSVID` asks. Source: SPIFFE Workload API §6.2.3.
public struct ValidateJWTSVIDRequest: Sendable, Hashable {
  public var audience: String
  public var token: String

  public init(audience: String, token: String) {
    self.audience = audience
    self.token = token
  }

  public init(wire bytes: [UInt8]) throws(WireError) {
    self.init(audience: "", token: "")
    var reader = WireReader(bytes[...])
    while let field = try reader.next() {
      switch field.number {
      case 1: audience = try field.value.text()
      case 2: token = try field.value.text()
      default: continue
      }
    }
  }

  public var wire: [UInt8] {
    var writer = WireWriter()
    writer.field(1, audience)
    writer.field(2, token)
    return writer.bytes
  }
}

/// What `ValidateJWTSVID` answers of a token that is valid.
public struct ValidateJWTSVIDResponse: Sendable {
  public var id: String
  public var claims: JSONObject

  public init(id: String, claims: JSONObject) {
    self.id = id
    self.claims = claims
  }

  public var wire: [UInt8] {
    var writer = WireWriter()
    writer.field(1, id)
    writer.message(2) { ClaimsStruct.write(claims, to: &$0) }
    return writer.bytes
  }
}
