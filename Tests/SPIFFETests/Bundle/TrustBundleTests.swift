import Basics
import SPIFFE
import TestKit
import Testing

@Suite("Trust bundle") struct TrustBundleTests {
  let domain: TrustDomain
  let root: TestCertificate

  init() throws {
    domain = try TrustDomain("example.org")
    root = try TestCertificate.root(of: "example.org")
  }

  @Test func readsSeveralAuthoritiesFromPEM() throws {
    let second = try TestCertificate.root(of: "example.org", name: "second")
    let bundle = try TrustBundle(trustDomain: domain, pem: root.rootPEM + "\n" + second.rootPEM)
    #expect(bundle.authorities == [root.certificate, second.certificate])
    #expect(bundle.tokenKeys.keys.isEmpty)
  }

  @Test func refusesWhatIsNoAuthorityOfTheDomain() throws {
    let leaf = try root.issue(SVIDRecipe("spiffe://example.org/agents/x"))
    let other = try TestCertificate.root(of: "other.org")
    let powerless = try TestCertificate.selfSigned(
      SVIDRecipe.authority(of: "example.org", name: "no signing").with { $0.keyCertSign = false })
    let cases: [(String, TrustBundleError.Code)] = [
      (try leaf.chainPEM, .notAnAuthority), (try other.rootPEM, .otherDomain),
      (try powerless.rootPEM, .notAnAuthority),
      ("", .empty), ("no PEM at all", .empty), (try root.rootPEM + root.keyPEM, .malformed),
      (String(try root.rootPEM.dropLast(40)), .malformed),
      ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", .malformed),
    ]
    for (text, code) in cases {
      #expect(throws: TrustBundleError(code, "")) { try TrustBundle(trustDomain: domain, pem: text) }
    }
  }

  @Test func readsTheSPIFFEBundleFormat() throws {
    let der = Base64.encode(try TestCertificate.der(root.certificate))
    let key = TokenKey.p256("svid-key")
    var tokenKey = try #require(key.webKey.objectValue)
    tokenKey["use"] = "jwt-svid"
    let document: JSONValue = [
      "spiffe_sequence": 1, "spiffe_refresh_hint": 300,
      "keys": [
        ["use": "x509-svid", "kty": "EC", "x5c": [.string(der)]], .object(tokenKey),
        ["use": "something-new", "kty": "EC"],
      ],
    ]
    let bundle = try TrustBundle(trustDomain: domain, document: document.serialized())
    #expect(bundle.authorities == [root.certificate])
    #expect(bundle.tokenKeys.keys.map(\.id) == ["svid-key"])
  }

  @Test func refusesDamagedBundleDocuments() {
    let cases: [(String, TrustBundleError.Code)] = [
      ("{", .malformed), ("[]", .malformed), (#"{"keys":{}}"#, .malformed), (#"{"keys":[]}"#, .empty),
      (#"{"keys":[{"use":"x509-svid","x5c":[]}]}"#, .malformed),
      (#"{"keys":[{"use":"x509-svid","x5c":["AAAA"]}]}"#, .malformed),
      (#"{"keys":[{"use":"jwt-svid","kty":"RSA","n":"AQAB","e":"AQAB"}]}"#, .malformed),
    ]
    for (text, code) in cases {
      #expect(throws: TrustBundleError(code, "")) {
        try TrustBundle(trustDomain: domain, document: Array(text.utf8))
      }
    }
  }
}
