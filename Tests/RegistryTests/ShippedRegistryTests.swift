import Basics
import Testing

@testable import Registry

@Suite("Shipped registry") struct ShippedRegistryTests {
  private static let root = {
    let parts = #filePath.split(separator: "/").dropLast(3)
    return "/" + parts.joined(separator: "/")
  }()

  private func bytes(_ path: String) throws -> [UInt8] {
    try FileBytes.read("\(Self.root)/\(path)", bytesMax: 1 << 20)
  }

  @Test func itLoadsAsProductionDoes() throws {
    let path = "config/capability-registry-v2.yaml"
    let registry = try ToolRegistry(RegistryFile(try bytes(path), path: path), requireHashes: true)
    #expect(registry.tool(named: "bash")?.riskLevel == .critical)
    #expect(registry.tool(named: "my_tool")?.hash?.description == seedHash)
    #expect(registry.tool(named: "get_weather")?.trustLevel == .low)
    for name in ["tavily_search", "echo"] { #expect(registry.tool(named: name) != nil) }
  }

  @Test func theExampleServerOffersExactlyWhatIsRegistered() throws {
    let path = "config/capability-registry-v2.yaml"
    let registry = try ToolRegistry(RegistryFile(try bytes(path), path: path), requireHashes: true)
    let definitions = try JSONValue.parse(try bytes("examples/tools/definitions.json"))
    let elements = try #require(definitions.arrayValue)
    let listing = try #require(ToolListing(elements))
    #expect(listing.names == registry.entries.map(\.name).sorted())
    let reports = DiffReport.reports(on: registry.entries, listing) { _ in false }
    #expect(reports.allSatisfy { $0.kind == .registered(.matches) }, "\(reports)")
  }
}
