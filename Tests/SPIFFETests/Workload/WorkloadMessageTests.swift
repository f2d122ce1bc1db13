import Basics
import SPIFFE
import TestKit
import Testing

@Suite("Messages of the Workload API")
struct WorkloadMessageTests {
  @Test func messagesAreReadBackAsTheyWereWritten() throws {
    let svid = X509SVIDResponse.SVID(id: "spiffe://a/b", certificates: [1, 2], key: [3], bundle: [4], hint: "internal")
    let response = X509SVIDResponse(svids: [svid, svid], federatedBundles: ["spiffe://c": [5], "spiffe://d": []])
    #expect(try X509SVIDResponse(wire: response.wire) == response)
    let bundles = BundlesResponse.jwt(["spiffe://a": Array("{}".utf8)])
    #expect(try BundlesResponse.jwt(wire: bundles.wire) == bundles)
    #expect(try BundlesResponse.x509(wire: bundles.wire).bundles.isEmpty, "the fields have other numbers")
    let request = JWTSVIDRequest(audiences: ["a", "b"], id: "spiffe://a/b")
    #expect(try JWTSVIDRequest(wire: request.wire) == request)
    let tokens = JWTSVIDResponse(svids: [.init(id: "spiffe://a/b", token: "x.y.z", hint: "h")])
    #expect(try JWTSVIDResponse(wire: tokens.wire) == tokens)
    let validation = ValidateJWTSVIDRequest(audience: "a", token: "x.y.z")
    #expect(try ValidateJWTSVIDRequest(wire: validation.wire) == validation)
  }

  /// Written by the official library: `JWTSVIDRequest(audience=["a", "bc"], spiffe_id="s")`.
  @Test func theEncodingIsThatOfOthers() throws {
    let bytes: [UInt8] = [0x0A, 1, 0x61, 0x0A, 2, 0x62, 0x63, 0x12, 1, 0x73]
    #expect(JWTSVIDRequest(audiences: ["a", "bc"], id: "s").wire == bytes)
    #expect(try JWTSVIDRequest(wire: bytes) == JWTSVIDRequest(audiences: ["a", "bc"], id: "s"))
  }

  @Test func unknownFieldsArePassedOver() throws {
    let bytes: [UInt8] = [0x78, 0x96, 0x01, 0x0A, 1, 0x61, 0x7D, 1, 2, 3, 4, 0x79, 1, 2, 3, 4, 5, 6, 7, 8]
    #expect(try JWTSVIDRequest(wire: bytes).audiences == ["a"])
  }

  @Test(arguments: [
    [0x0A], [0x0A, 5, 1], [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1], [0x0B], [0x00, 1], [0x80],
    [0x0A, 2, 0xC3, 0x28], [0x08, 1], [0x0D, 1, 2],
    [0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1],
  ] as [[UInt8]])
  func brokenMessagesAreRefused(bytes: [UInt8]) {
    #expect(throws: WireError.self) { try JWTSVIDRequest(wire: bytes) }
  }

  @Test(arguments: 0..<20)
  func noBytesBringTheReaderDown(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let sound = X509SVIDResponse(
      svids: [.init(id: "spiffe://a/b", certificates: [0x30, 1, 0], key: [3], bundle: [4])],
      federatedBundles: ["spiffe://c": [5]]).wire
    for _ in 0..<300 {
      var bytes = sound
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random))
      _ = try? X509SVIDResponse(wire: bytes)
      _ = try? JWTSVIDResponse(wire: bytes)
      _ = DERList.split(bytes)
    }
  }

  @Test(arguments: [
    ([0x30, 0], [[0x30, 0]]), ([], []), ([0x30, 1, 7, 0x30, 0x81, 1, 8], [[0x30, 1, 7], [0x30, 0x81, 1, 8]]),
    ([0x30], nil), ([0x31, 0], nil), ([0x30, 2, 1], nil), ([0x30, 0x80, 0, 0], nil), ([0x30, 0x85, 1, 1, 1, 1, 1], nil),
    ([0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF], nil),
  ] as [([UInt8], [[UInt8]]?)])
  func listsOfCertificatesAreCut(bytes: [UInt8], parts: [[UInt8]]?) {
    #expect(DERList.split(bytes) == parts)
  }
}
