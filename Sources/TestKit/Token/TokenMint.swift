public import Basics
public import SPIFFE

/// Mints JSON Web Tokens for tests. The defaults give a token that is accepted; each change makes one defect.
public struct TokenMint: Sendable {
  public var key: TokenKey
  public var header: JSONObject
  public var claims: JSONObject

  /// A token of `issuer` for `audience`, valid from now for five minutes.
  public init(
    key: TokenKey, issuer: String = "https://issuer.example",
    audience: String = "https://gateway.example/mcp",
    subject: String = "alice", now: Timestamp = .now()
  ) {
    self.key = key
    header = ["alg": .string(key.algorithm.rawValue), "typ": "at+jwt", "kid": .string(key.id)]
    claims = [
      "iss": .string(issuer), "aud": .string(audience), "sub": .string(subject),
      "iat": .integer(Int(now.seconds)), "exp": .integer(Int(now.seconds) + 300),
    ]
  }

  /// The mint with one thing changed.
  public func with(_ change: (inout TokenMint) -> Void) -> TokenMint {
    var mint = self
    change(&mint)
    return mint
  }

  /// The compact form, signed as `alg` of the header says; a header that names no known algorithm is signed
  /// with the key's own.
  public func token() throws -> String {
    let algorithm = header["alg"]?.stringValue.flatMap(SignatureAlgorithm.init(rawValue:)) ?? key.algorithm
    return try Self.token(
      header: JSONValue.object(header).serialized(), claims: JSONValue.object(claims).serialized(), key,
      algorithm)
  }

  /// Signs any bytes as header and claims.
  public static func token(
    header: [UInt8], claims: [UInt8], _ key: TokenKey, _ algorithm: SignatureAlgorithm
  ) throws -> String {
    let signed = Base64.encode(header, .url) + "." + Base64.encode(claims, .url)
    return signed + "." + Base64.encode(try key.signature(over: Array(signed.utf8), algorithm), .url)
  }
}
