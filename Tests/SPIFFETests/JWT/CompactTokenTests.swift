import Basics
import SPIFFE
import TestKit
import Testing

@Suite("Compact tokens") struct CompactTokenTests {
  /// Header and claims of the examples of RFC 7515, appendices A.2 and A.3.
  static let claims =
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"

  @Test func exampleOfRFC7515WithES256IsVerified() throws {
    let set = try WebKeySet(
      parsing: Array(
        #"""
        {"keys":[{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}
        """#.utf8))
    let signature = "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
    let token = try CompactToken(parsing: "eyJhbGciOiJFUzI1NiJ9.\(Self.claims).\(signature)".utf8)
    #expect(token.algorithm == .es256 && token.keyID == nil && token.type == nil)
    #expect(token.claims.issuer == "joe" && token.claims.expires == Timestamp(seconds: 1_300_819_380))
    try token.verifySignature(with: set, allowing: [.es256])
    #expect(throws: TokenError.algorithm) { try token.verifySignature(with: set, allowing: [.rs256]) }
    let damaged = try CompactToken(
      parsing: "eyJhbGciOiJFUzI1NiJ9.\(Self.claims).A\(signature.dropFirst())".utf8)
    #expect(throws: TokenError.signature) { try damaged.verifySignature(with: set, allowing: [.es256]) }
  }

  @Test func exampleOfRFC7515WithRS256IsVerified() throws {
    let modulus =
      "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4Ql"
      + "L-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUs"
      + "LA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoud"
      + "F8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"
    let signature =
      "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujG"
      + "bds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K"
      + "0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6"
      + "LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"
    let set = try WebKeySet(parsing: Array(#"{"keys":[{"kty":"RSA","n":"\#(modulus)","e":"AQAB"}]}"#.utf8))
    let token = try CompactToken(parsing: "eyJhbGciOiJSUzI1NiJ9.\(Self.claims).\(signature)".utf8)
    try token.verifySignature(with: set, allowing: SignatureAlgorithm.defaultAllowed)
  }

  @Test func keysNamedInTheHeaderAreNeverUsed() throws {
    let attacker = TokenKey.p256("k")
    let mint = TokenMint(key: attacker).with { $0.header["jwk"] = attacker.webKey }
    let token = try CompactToken(parsing: mint.token().utf8)
    let set = try WebKeySet(parsing: TokenKey.keySet([TokenKey.p256("k")]))
    #expect(throws: TokenError.signature) { try token.verifySignature(with: set, allowing: [.es256]) }
  }

  @Test func signaturesOfWrongLengthsAreInvalid() throws {
    for key in [TokenKey.p256("k"), .p384("k"), .ed25519("k")] {
      let set = try WebKeySet(parsing: TokenKey.keySet([key]))
      let parts = try TokenMint(key: key).token().split(separator: ".")
      for length in [1, 32, 63, 65, 95, 97, 200] {
        let text = parts[0] + "." + parts[1] + "." + Base64.encode([UInt8](repeating: 1, count: length), .url)
        let token = try CompactToken(parsing: text.utf8)
        #expect(throws: TokenError.signature) {
          try token.verifySignature(with: set, allowing: [key.algorithm])
        }
      }
    }
  }

  @Test func typesCompareWithoutCaseAndPrefix() throws {
    let key = TokenKey.p256()
    for (written, read) in [("JWT", "jwt"), ("application/AT+jwt", "at+jwt"), ("at+JWT", "at+jwt")] {
      let mint = TokenMint(key: key).with { $0.header["typ"] = .string(written) }
      #expect(try CompactToken(parsing: mint.token().utf8).type == read)
    }
  }

  @Test func deepAndWideTokensAreRefused() throws {
    let key = TokenKey.p256()
    let deep = String(repeating: "[", count: 40) + String(repeating: "]", count: 40)
    let wide = "[" + Array(repeating: "1", count: 2_100).joined(separator: ",") + "]"
    for claims in [deep, wide] {
      let text = try TokenMint.token(
        header: Array(#"{"alg":"ES256"}"#.utf8), claims: Array(#"{"x":\#(claims)}"#.utf8), key, .es256)
      #expect(throws: TokenError.malformed) { try CompactToken(parsing: text.utf8) }
    }
  }

  @Test func randomBytesAreNeverTokens() {
    var random = SeededGenerator(seed: 13)
    let alphabet = Array("eyJhbGciOiJFUzI1NiJ9.{}\":,[]-_=\u{0}".utf8)
    for _ in 0..<5_000 {
      let bytes = (0..<Int.random(in: 0...80, using: &random)).map { _ in
        alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
      }
      #expect(throws: TokenError.self) { try CompactToken(parsing: bytes) }
    }
  }
}
