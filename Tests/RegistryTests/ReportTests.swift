import Basics
import Testing

@testable import Registry

@Suite("Reports") struct ReportTests {
  @Test func theHashReportTellsEveryEntry() {
    let text = """
      tools:
        - {name: my_tool, description: Does something useful, hash: \(seedHash),
           input_schema: {type: object, properties: {query: {type: string}}}}
        - {name: b, hash: \(seedHash), input_schema: {}}
        - {name: c, input_schema: {}}
        - {name: d, hash: "pin:\(seedHash)"}
      """
    let reports = HashReport.reports(on: RegistryFile(Array(text.utf8), path: "x"))
    #expect(reports.map(\.status) == [.matches, .differs, .missing, .pinned])
    #expect(reports.map(\.line) == [2, 4, 5, 6])
    #expect(reports[1].computed?.inDocumentOrder.hex != seedHash)
  }

  @Test func theDiffReportTellsRegisteredAndUnregisteredTools() throws {
    let text = """
      tools:
        - {name: a, description: d, input_schema: {type: object}}
        - {name: b, description: d, input_schema: {type: object}}
      """
    let registry = try load(text, requireHashes: false)
    let elements = try [
      #"{"name":"a","description":"d","inputSchema":{"type":"object"}}"#,
      #"{"name":"z","inputSchema":{}}"#, #"{"name":"elsewhere","inputSchema":{}}"#,
    ].map { try JSONValue.parse($0) }
    let listing = try #require(ToolListing(elements))
    let reports = DiffReport.reports(on: registry.entries, listing) { $0 == "elsewhere" }
    #expect(reports.map(\.tool) == ["a", "b", "z"])
    #expect(reports.map(\.kind) == [.registered(.matches), .registered(.missing), .unregistered])
  }

  @Test func whatThePinReportOffersLoadsAndMatches() throws {
    let schema = try JSONValue.parse(#"{"type":"object","z":1.0,"a":[]}"#)
    let tool: JSONValue = [
      "name": "delete_all", "title": "x", "description": "Says: \"no\"\n# really", "inputSchema": schema,
    ]
    let listing = try #require(ToolListing([tool]))
    let report = try #require(PinReport.reports(on: listing).first)
    for entry in [report.entry, report.pinnedEntry] {
      let registry = try load("tools:\n" + entry)
      let loaded = try #require(registry.tool(named: "delete_all"))
      #expect(compare(loaded, try definition(tool)) == .matches)
      #expect(loaded.trustLevel == .high)
    }
  }
}
