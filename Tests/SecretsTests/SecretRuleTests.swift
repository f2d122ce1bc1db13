import Basics
import Testing

@testable import Secrets

@Suite("Secret rule") struct SecretRuleTests {
  private let id = "spiffe://poc.local/agents/a"

  private func allows(
    _ rule: SecretRule, _ principal: String? = nil, tool: String = "t", scope: String? = nil
  ) -> Bool {
    rule.allows(principal: principal ?? id, tool: tool, scope: scope)
  }

  @Test func nothingIsAllowedThatIsNotListed() {
    #expect(!allows(SecretRule(owners: [], tools: ["t"])))
    #expect(!allows(SecretRule(owners: [id], tools: [])))
    #expect(allows(SecretRule(owners: [id], tools: ["t"])))
    #expect(!allows(SecretRule(owners: [id], tools: ["t"]), tool: "u"))
    #expect(allows(SecretRule(owners: [id], tools: ["*"]), tool: "u"))
  }

  @Test func aPatternStandsForWhatIsBelowIt() {
    let rule = SecretRule(owners: ["spiffe://poc.local/agents/*"], tools: ["t"])
    #expect(allows(rule))
    #expect(allows(rule, "spiffe://poc.local/agents/a/b"))
    for other in [
      "spiffe://poc.local/agents", "spiffe://poc.local/agents/", "spiffe://poc.local/agentsx/a",
      "spiffe://other/agents/a", "spiffe://poc.local/other/agents/a",
    ] {
      #expect(!allows(rule, other), "\(other)")
    }
  }

  @Test func scopesNarrow() {
    let open = SecretRule(owners: [id], tools: ["t"])
    #expect(allows(open, scope: "t"))
    #expect(!allows(open, scope: "u"))
    let scoped = SecretRule(owners: [id], tools: ["t"], scopes: ["tools.t", "x"])
    #expect(allows(scoped, scope: "x"))
    #expect(!allows(scoped, scope: "t"))
    #expect(!allows(scoped))
  }

  @Test(
    arguments: [
      "", "*", "spiffe://", "spiffe://*", "spiffe:///x", "agents/a", "spiffe://a/*/b", "spiffe://a/b*",
      "spiffe://a b/c",
    ])
  func ownersMustBeSPIFFEIDsOrPatterns(owner: String) {
    #expect(SecretRule(owners: [owner], tools: ["t"]).problem != nil)
  }

  @Test(arguments: ["spiffe://a", "spiffe://a/b", "spiffe://a/*", "spiffe://a/b/*"])
  func theseOwnersAreGood(owner: String) {
    #expect(SecretRule(owners: [owner], tools: ["t"]).problem == nil)
  }
}
