import Basics
import Testing

@testable import Registry

@Suite("Tool registry") struct ToolRegistryTests {
  private let text = """
    tools:
      - {name: a, description: one, input_schema: {type: object}, labels: [sensitive]}
      - {name: Kelvin, description: two, input_schema: {type: object}, stdio: [secret-tool, --password, x]}
    """

  @Test func theDigestIgnoresSpellingAndOrderAndNothingElse() throws {
    let digest = try load(text, requireHashes: false).digest
    let same = """
      # The same again.
      tools:
        - name: "Kelvin"
          inputSchema: {"type": "object"}
          upstream: {stdio: [secret-tool, --password, x]}
          description: two
        - labels: [sensitive]
          name: a
          description: 'one'
          trust_level: medium
          input_schema:
            type: object
      """
    #expect(try load(same, requireHashes: false).digest == digest)
    for (old, new) in [("one", "One"), ("sensitive", "external"), ("--password", "-p"), ("object", "string")]
    {
      #expect(try load(text.replacing(old, with: new), requireHashes: false).digest != digest)
    }
    #expect(ToolRegistry.empty.digest == Digest256(of: Array("[]".utf8)))
  }

  @Test func namesThatOnlyLookAlikeAreOtherNames() throws {
    let registry = try load(text, requireHashes: false)
    #expect(registry.tool(named: "Kelvin") != nil)
    #expect("\u{212A}elvin" == "Kelvin")
    #expect(registry.tool(named: "\u{212A}elvin") == nil)
  }

  @Test func policiesSeeTheEntryWithoutTheArgumentsOfItsCommand() throws {
    let view = try load(text, requireHashes: false).tool(named: "Kelvin")?.policyView
    #expect(view?["upstream"] == "stdio:secret-tool")
    #expect(view?["risk_level"] == "medium")
    #expect(view?.text.contains("password") == false)
  }

  @Test(
    arguments: [
      ("get_weather", TrustLevel.low), ("list", .low), ("readFile", .low), ("Read-File", .low),
      ("getting", .medium),
      ("create_user", .medium), ("tavily_search", .medium), ("bash", .medium), ("delete_user", .high),
      ("destroyAll", .high), ("remove.item", .high), ("deleted_items", .medium), ("", .medium),
    ]) func theVerbSuggestsTheTrustLevel(name: String, level: TrustLevel)
  {
    #expect(TrustLevel(suggestedBy: name) == level)
  }

  @Test func riskFollowsTrustUnlessItIsStated() throws {
    let text = """
      tools:
        - {name: delete_all, input_schema: {type: object}}
        - {name: get_one, input_schema: {type: object}, trust_level: high}
        - {name: get_two, input_schema: {type: object}, risk_level: critical}
      """
    let entries = try load(text, requireHashes: false).entries
    #expect(entries.map(\.riskLevel) == [.high, .high, .critical])
    #expect(entries.map(\.trustLevel) == [.high, .high, .low])
  }
}
