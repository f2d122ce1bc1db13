import Basics
import Testing

@testable import Registry

@Suite("Names of tools of several servers") struct ToolNamingTests {
  private func registry(_ tools: [(String, String)]) throws -> ToolRegistry {
    let entries = tools.map { "  - name: \($0.0)\n    server: \($0.1)\n    input_schema: {}\n" }
    return try ToolRegistry(
      RegistryFile(Array(("tools:\n" + entries.joined()).utf8), path: "registry.yaml"), requireHashes: false)
  }

  @Test func aNameThatSeveralHaveBelongsToNone() throws {
    let registry = try registry([("echo", "a"), ("echo", "b"), ("only", "b")])
    #expect(registry.entries.map(\.name) == ["a__echo", "b__echo", "only"])
    #expect(registry.tool(named: "echo") == nil)
    #expect(registry.tool(named: "a__echo")?.ownName == "echo")
    #expect(registry.tool(named: "echo", at: "b")?.name == "b__echo")
    #expect(registry.tool(named: "only", at: "a") == nil)
    #expect(registry.names(of: "echo") == ["a__echo", "b__echo"])
  }

  @Test func aNameThatAnotherToolHasAlreadyIsRefused() throws {
    #expect(throws: RegistryError.self) { try registry([("echo", "a"), ("echo", "b"), ("a__echo", "c")]) }
    #expect(throws: RegistryError.self) { try registry([("echo", "a"), ("echo", "a")]) }
  }

  @Test func theOrderOfTheFileChangesNothing() throws {
    let one = try registry([("echo", "a"), ("echo", "b")])
    let other = try registry([("echo", "b"), ("echo", "a")])
    #expect(Set(one.entries.map(\.name)) == Set(other.entries.map(\.name)))
  }

  @Test func whatWasAdmittedTakesNoNameFromWhatWasReviewed() throws {
    let text = "tools:\n  - name: echo\n    server: a\n    input_schema: {}\n"
    let definition = try #require(ToolDefinition(["name": "echo", "inputSchema": ["type": "object"]]))
    let registry = try ToolRegistry(
      RegistryFile(Array(text.utf8), path: "registry.yaml"), requireHashes: false,
      admitted: [AdmittedTool(server: "b", definition: definition)])
    #expect(registry.entries.map(\.name) == ["echo", "b__echo"])
    #expect(registry.tool(named: "echo")?.server == "a")
  }
}
