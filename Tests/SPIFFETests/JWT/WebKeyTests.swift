import Basics
import SPIFFE
import TestKit
import Testing

@Suite("JSON Web Keys") struct WebKeyTests {
  private func set(_ keys: JSONValue...) throws -> WebKeySet {
    try WebKeySet(parsing: JSONValue.object(["keys": .array(keys)]).serialized())
  }

  private func key(_ key: TokenKey, _ change: (inout JSONObject) -> Void) throws -> JSONValue {
    var members = try #require(key.webKey.objectValue)
    change(&members)
    return .object(members)
  }

  @Test func keysOfOtherKindsArePassedOver() throws {
    let good = TokenKey.p256()
    let set = try set(
      good.webKey, ["kty": "AKP", "kid": "new"], ["kty": "EC", "crv": "secp256k1"],
      ["kty": "OKP", "crv": "X25519"],
      try key(.p256()) { $0["use"] = "enc" }, try key(.p256()) { $0["key_ops"] = ["sign"] },
      try key(.p256()) { $0["alg"] = "ECDH-ES" })
    #expect(set.keys.map(\.id) == ["p256"])
    #expect(set.ignoredCount == 6)
  }

  @Test func keysThatShouldWorkAndDoNotAreRefused() throws {
    let long = String(repeating: "A", count: 2_000)
    let cases: [(JSONValue, WebKeyError.Code)] = [
      ([:], .malformedKey), ("key", .malformedKey), (["kty": "EC"], .malformedKey),
      (["kty": "EC", "crv": "P-256"], .malformedKey),
      (try key(.p256()) { $0["x"] = "AAAA" }, .malformedKey),
      // A point that is not on the curve.
      (try key(.p256()) { $0["y"] = .string(String(repeating: "A", count: 43)) }, .malformedKey),
      (try key(.p256()) { $0["x"] = "====" }, .malformedKey),
      (try key(.p256()) { $0["kid"] = 7 }, .malformedKey),
      (try key(.p256()) { $0["kid"] = .string(String(repeating: "k", count: 257)) }, .malformedKey),
      (try key(.p256()) { $0["alg"] = "RS256" }, .malformedKey),
      (try key(.p256()) { $0["key_ops"] = "verify" }, .malformedKey),
      (try key(.p256()) { $0["d"] = "AQAB" }, .privateKey),
      (try key(.ed25519()) { $0["x"] = "AQAB" }, .malformedKey),
      (["kty": "RSA", "n": "AQAB", "e": "AQAB"], .weakKey),
      (["kty": "RSA", "n": .string("_w" + long), "e": "AQAB"], .weakKey),
      (["kty": "oct", "k": .string(long)], .secretKey),
    ]
    for (value, code) in cases { #expect(throws: WebKeyError(code, ""), "\(value)") { try set(value) } }
  }

  @Test func unfitExponentsAreRefused() throws {
    let rsa = try TokenKey.rsa2048()
    for exponent in ["AQ", "Ag", "AQAA", "AAAAAQE"] {
      #expect(throws: WebKeyError(.malformedKey, ""), "\(exponent)") {
        try set(try key(rsa) { $0["e"] = .string(exponent) })
      }
    }
    #expect(try set(rsa.webKey).keys.count == 1)
  }

  @Test(arguments: [
    ("", WebKeyError.Code.notJSON), ("nonsense", .notJSON), (#"{"keys":[],"keys":[]}"#, .notJSON),
    ("[]", .notAKeySet), ("{}", .notAKeySet), (#"{"keys":{}}"#, .notAKeySet), (#"{"keys":[]}"#, .noUsableKey),
    (#"{"keys":[{"kty":"new"}]}"#, .noUsableKey),
  ])
  func damagedSetsAreRefused(_ text: String, _ code: WebKeyError.Code) {
    #expect(throws: WebKeyError(code, "")) { try WebKeySet(parsing: Array(text.utf8)) }
  }

  @Test func setsAreBounded() throws {
    let one = TokenKey.p256().webKey
    let many = JSONValue.object(["keys": .array(Array(repeating: one, count: SPIFFELimits.webKeysMax + 1))])
    #expect(throws: WebKeyError(.tooManyKeys, "")) { try WebKeySet(parsing: many.serialized()) }
    let most = JSONValue.object(["keys": .array(Array(repeating: one, count: SPIFFELimits.webKeysMax))])
    let set = try WebKeySet(parsing: most.serialized())
    #expect(set.candidates(keyID: nil, .es256).count == SPIFFELimits.keysTriedMax)
  }

  @Test func candidatesAreChosenByNameAndAlgorithm() throws {
    let bound = try key(.p384("c")) { $0["alg"] = "ES384" }
    let set = try set(TokenKey.p256("a").webKey, TokenKey.p256("b").webKey, bound)
    #expect(set.candidates(keyID: "a", .es256).count == 1)
    #expect(set.candidates(keyID: nil, .es256).count == 2)
    #expect(set.candidates(keyID: "c", .es256).isEmpty)
    #expect(set.candidates(keyID: "c", .es384).count == 1)
    #expect(set.candidates(keyID: "d", .es256).isEmpty)
  }
}
