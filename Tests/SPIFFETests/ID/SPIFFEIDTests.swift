import SPIFFE
import TestKit
import Testing

@Suite("SPIFFE ID") struct SPIFFEIDTests {
  @Test(arguments: [
    "spiffe://poc.local/agents/mcp-client/my-agent/dev",
    "spiffe://example.org",
    "spiffe://example.org/a",
    "spiffe://a_b-c.1/ns/default/sa/web",
    "spiffe://example.org/...",
    "spiffe://example.org/.hidden/A.B_c-9",
    "spiffe://10.0.0.1/x",
  ])
  func validTextIsKeptAsItIs(_ text: String) throws {
    let id = try SPIFFEID(text)
    #expect(id.text == text)
    #expect(id.description == text)
    #expect("spiffe://" + id.trustDomain.name + String(decoding: id.path, as: UTF8.self) == text)
    #expect(id.isMember(of: id.trustDomain))
  }

  @Test(arguments: [
    ("", SPIFFEIDError.empty),
    ("http://example.org/a", .wrongScheme),
    ("SPIFFE://example.org/a", .wrongScheme),
    ("spiffe:/example.org/a", .wrongScheme),
    (" spiffe://example.org/a", .wrongScheme),
    ("spiffe://", .missingTrustDomain),
    ("spiffe:///a", .missingTrustDomain),
    ("spiffe://Example.org/a", .trustDomainCharacter),
    ("spiffe://example.org:443/a", .trustDomainCharacter),
    ("spiffe://user@example.org/a", .trustDomainCharacter),
    ("spiffe://exämple.org/a", .trustDomainCharacter),
    ("spiffe://example.org?query", .trustDomainCharacter),
    ("spiffe://*/a", .trustDomainCharacter),
    ("spiffe://example.org/", .trailingSlash),
    ("spiffe://example.org/a/", .trailingSlash),
    ("spiffe://example.org//a", .emptySegment),
    ("spiffe://example.org/a//b", .emptySegment),
    ("spiffe://example.org/./a", .dotSegment),
    ("spiffe://example.org/a/..", .dotSegment),
    ("spiffe://example.org/a/../b", .dotSegment),
    ("spiffe://example.org/a%2Fb", .pathCharacter),
    ("spiffe://example.org/a?b", .pathCharacter),
    ("spiffe://example.org/a#b", .pathCharacter),
    ("spiffe://example.org/a b", .pathCharacter),
    ("spiffe://example.org/a\n", .pathCharacter),
    ("spiffe://example.org/a\0", .pathCharacter),
    ("spiffe://example.org/ä", .pathCharacter),
    ("spiffe://example.org/a,spiffe://example.org/b", .pathCharacter),
  ])
  func invalidTextIsRefusedWithItsReason(_ text: String, _ reason: SPIFFEIDError) {
    #expect(throws: reason) { try SPIFFEID(text) }
  }

  @Test func lengthsAreHeldToTheByte() throws {
    let domain = String(repeating: "d", count: 255)
    #expect(try SPIFFEID("spiffe://\(domain)/a").trustDomain.name == domain)
    #expect(throws: SPIFFEIDError.trustDomainTooLong) { try SPIFFEID("spiffe://\(domain)d/a") }
    let head = "spiffe://example.org/"
    let path = String(repeating: "p", count: 2048 - head.utf8.count)
    #expect(try SPIFFEID(head + path).text.utf8.count == 2048)
    #expect(throws: SPIFFEIDError.tooLong) { try SPIFFEID(head + path + "p") }
  }

  @Test func segmentsAreJoinedOnlyIfEachIsOne() throws {
    let domain = try TrustDomain("example.org")
    #expect(try SPIFFEID(domain, ["agents", "x"]).text == "spiffe://example.org/agents/x")
    #expect(try SPIFFEID(domain, ["agents", "x"]).segments == ["agents", "x"])
    #expect(try SPIFFEID(domain, []) == domain.id)
    #expect(throws: SPIFFEIDError.pathCharacter) { try SPIFFEID(domain, ["a/b"]) }
    #expect(throws: SPIFFEIDError.dotSegment) { try SPIFFEID(domain, [".."]) }
    #expect(throws: SPIFFEIDError.trailingSlash) { try SPIFFEID(domain, [""]) }
    #expect(throws: SPIFFEIDError.emptySegment) { try SPIFFEID(domain, ["", "a"]) }
  }

  @Test func membershipIsNotAPrefixTest() throws {
    let id = try SPIFFEID("spiffe://example.org/a")
    #expect(!id.isMember(of: try TrustDomain("example.or")))
    #expect(!id.isMember(of: try TrustDomain("example.org.evil")))
    #expect(id.isMember(of: try TrustDomain("spiffe://example.org")))
  }

  @Test func trustDomainRefusesWildcardsAndPaths() {
    #expect(throws: SPIFFEIDError.trustDomainCharacter) { try TrustDomain("*") }
    #expect(throws: SPIFFEIDError.trustDomainCharacter) { try TrustDomain("*.example.org") }
    #expect(throws: SPIFFEIDError.trustDomainCharacter) { try TrustDomain("spiffe://example.org/a") }
    #expect(throws: SPIFFEIDError.missingTrustDomain) { try TrustDomain("") }
  }

  /// A second, slower reading of the standard's grammar; both must agree on every text.
  static func grammarAccepts(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count <= 2048, bytes.starts(with: Array("spiffe://".utf8)) else { return false }
    let parts = bytes.dropFirst(9).split(separator: 0x2F, omittingEmptySubsequences: false)
    let lower = Set("abcdefghijklmnopqrstuvwxyz0123456789.-_".utf8)
    let all = lower.union("ABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
    guard let domain = parts.first, (1...255).contains(domain.count), lower.isSuperset(of: domain) else {
      return false
    }
    return parts.dropFirst().allSatisfy {
      !$0.isEmpty && all.isSuperset(of: $0) && Array($0) != [0x2E] && Array($0) != [0x2E, 0x2E]
    }
  }

  @Test func randomTextsAreJudgedLikeTheGrammar() {
    var random = SeededGenerator(seed: 7)
    let pieces = [
      "spiffe://", "/", "a", "Z", ".", "..", "-", "_", "example.org", "%41", "@", ":", "?", "#", "é", "9",
      "\u{0}", "ns",
    ]
    for _ in 0..<20_000 {
      var text = Bool.random(using: &random) ? "spiffe://a" : ""
      for _ in 0..<Int.random(in: 0...7, using: &random) {
        text += pieces[Int.random(in: 0..<pieces.count, using: &random)]
      }
      #expect(((try? SPIFFEID(text)) != nil) == Self.grammarAccepts(text), "\(text.debugDescription)")
    }
  }
}
