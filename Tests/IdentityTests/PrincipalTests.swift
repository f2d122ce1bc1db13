import Basics
import Identity
import SPIFFE
import TestKit
import Testing

@Suite("Principal") struct PrincipalTests {
  @Test(arguments: [
    ("system/bus", PrincipalKind.system, 0), ("gateways/precinct/dev", .gateway, 0),
    ("owner/alice", .owner, 1),
    ("delegated/bob", .delegated, 2), ("agents/mcp-client/my-agent/dev", .agent, 3), ("agents/x", .agent, 3),
    ("ns/default/sa/web", .workload, 3), ("external/alice_40example.com", .external, 4),
    ("anything", .anonymous, 5),
    ("ns/default/sb/web", .anonymous, 5), ("ns/default/sa", .anonymous, 5), ("ns/a/sa/b/c", .anonymous, 5),
    ("agents", .anonymous, 5), ("system", .anonymous, 5), ("Agents/x", .anonymous, 5),
    ("agentsx/y", .anonymous, 5),
  ])
  func kindAndLevelComeFromThePath(_ path: String, _ kind: PrincipalKind, _ level: Int) throws {
    let principal = Principal(try SPIFFEID("spiffe://poc.local/" + path), authMethod: .mtlsSVID)
    #expect(principal.kind == kind)
    #expect(principal.level == level)
    #expect(principal.document["level"] == .integer(level))
  }

  @Test func pathOfAForeignDomainMeansNothing() throws {
    let id = try SPIFFEID("spiffe://partner.example/system/root")
    let principal = Principal(id, isForeign: true, authMethod: .mtlsSVID)
    #expect(principal.kind == .anonymous)
    #expect(principal.document["capabilities"] == [])
  }

  @Test func namesComeFromThePath() throws {
    func principal(_ path: String) throws -> Principal {
      Principal(try SPIFFEID("spiffe://poc.local/" + path), authMethod: .headerDeclared)
    }
    #expect(try principal("agents/mcp-client/my-agent/dev").agent == "my-agent")
    #expect(try principal("agents/my-agent").agent == "my-agent")
    #expect(try principal("ns/default/sa/web").agent == "web")
    #expect(try principal("owner/alice").user == "alice")
    #expect(try principal("external/alice_40example.com").user == "alice@example.com")
    #expect(try principal("agents/mcp-client/my-agent/dev").user == nil)
  }

  @Test func documentHoldsEveryKeyThatPoliciesRead() throws {
    let attributes = PrincipalAttributes(
      user: "alice", roles: ["dev"], scopes: ["tools:read"], tenant: "acme", clientID: "cli",
      delegation: ["bot"])
    let principal = Principal(
      try SPIFFEID("spiffe://poc.local/agents/mcp-client/my-agent/dev"), authMethod: .oauthJWT,
      attributes: attributes, expires: Timestamp(seconds: 1_795_251_600))
    #expect(
      principal.document.text
        == #"{"spiffe_id":"spiffe://poc.local/agents/mcp-client/my-agent/dev","trust_domain":"poc.local","#
        + #""kind":"agent","level":3,"trust_level":3,"role":"agent","#
        + #""capabilities":["read","write","execute"],"#
        + #""user":"alice","agent":"my-agent","roles":["dev"],"scopes":["tools:read"],"tenant":"acme","#
        + #""client_id":"cli","auth_method":"oauth_jwt","delegation":["bot"],"#
        + #""expires":"2026-11-21T09:00:00.000000Z"}"#)
    #expect(principal.isExpired(at: Timestamp(seconds: 1_795_251_600)))
    #expect(!principal.isExpired(at: Timestamp(seconds: 1_795_251_599)))
  }

  @Test func everySubjectHasItsOwnID() throws {
    let domain = try TrustDomain("poc.local")
    var random = SeededGenerator(seed: 3)
    var seen: [String: String] = [:]
    let pieces = [
      "a", "B", "_", "_40", "@", ".", "..", "/", "%", "ü", " ", "|", "-", "5F", "\u{0}", "spiffe://",
    ]
    for _ in 0..<5_000 {
      let subject = (0..<Int.random(in: 1...5, using: &random))
        .map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }.joined()
      let id = try #require(ExternalSubject.id(of: subject, in: domain))
      #expect(seen[id.text] == nil || seen[id.text] == subject)
      seen[id.text] = subject
      #expect(Principal(id, authMethod: .oauthJWT).user == subject)
    }
    #expect(ExternalSubject.id(of: "", in: domain) == nil)
    #expect(ExternalSubject.id(of: String(repeating: "a", count: 513), in: domain) == nil)
    #expect(ExternalSubject.id(of: "..", in: domain)?.text == "spiffe://poc.local/external/_2E_2E")
  }
}
