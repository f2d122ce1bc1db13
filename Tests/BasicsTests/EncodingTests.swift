import Testing

@testable import Basics

@Suite("Encodings")
struct EncodingTests {
  @Test func hexReadsWhatItWrites() {
    #expect(Hex.encode([0, 255, 16]) == "00ff10")
    #expect(Hex.decode("00FF10".utf8) == [0, 255, 16])
    #expect(Hex.decode("0".utf8) == nil)
    #expect(Hex.decode("zz".utf8) == nil)
  }

  /// Source: RFC 4648 §10.
  @Test(arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("foobar", "Zm9vYmFy")])
  func base64FollowsTheTestVectors(_ plain: String, _ encoded: String) {
    #expect(Base64.encode(Array(plain.utf8)) == encoded)
    #expect(Base64.decode(encoded.utf8) == Array(plain.utf8))
  }

  @Test func base64RefusesWhatIsNotCanonical() {
    #expect(Base64.decode("Zg".utf8) == nil)
    #expect(Base64.decode("Zh==".utf8) == nil)
    #expect(Base64.decode("Zg==".utf8, .url) == nil)
    #expect(Base64.decode("-_8".utf8, .url) == [0xFB, 0xFF])
    #expect(Base64.encode([0xFB, 0xFF] as [UInt8], .url) == "-_8")
  }

  @Test func digestIsTheOneOfTheStandard() {
    #expect(Digest256(of: Array("abc".utf8)).hex == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(Digest256(hex: "00") == nil)
  }

  @Test func redactedNeverPrints() {
    let secret = Redacted("hunter2")
    #expect("\(secret)" == "[REDACTED]")
    #expect(String(reflecting: secret) == "[REDACTED]")
    #expect(secret.exposed() == "hunter2")
  }
}
