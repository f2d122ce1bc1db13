import Basics
import TestKit
import Testing

@testable import Registry

/// The hash of `my_tool` as a shell computes it from the text below.
let seedHash = "bcc9258aeaf2af0999e181615b748e2855a53ab8cff8515491b3d7707900c9e4"

func load(_ text: String, requireHashes: Bool = true) throws(RegistryError) -> ToolRegistry {
  try ToolRegistry(RegistryFile(Array(text.utf8), path: "registry.yaml"), requireHashes: requireHashes)
}

func tool(_ name: String, in text: String) throws -> ToolEntry {
  let registry = try load(text, requireHashes: false)
  return try #require(registry.tool(named: name))
}

func problems(_ text: String, requireHashes: Bool = true) -> [RegistryProblem] {
  do throws(RegistryError) {
    _ = try load(text, requireHashes: requireHashes)
    return []
  } catch {
    return error.problems
  }
}

@Suite("Registry file") struct RegistryFileTests {
  let seed = """
    tools:
      - name: my_tool
        description: "Does something useful"
        upstream: "http://my-tool-server:8080"
        hash: "\(seedHash)"
        risk_level: medium
        input_schema:
          type: object
          properties:
            query:
              type: string
    """

  @Test func theEntryOfTheGuideLoads() throws {
    let registry = try load(seed)
    let tool = try #require(registry.tool(named: "my_tool"))
    #expect(tool.description == "Does something useful")
    #expect(tool.upstream == .url("http://my-tool-server:8080"))
    #expect(tool.riskLevel == .medium)
    #expect(tool.trustLevel == .medium)
    #expect(tool.hash?.description == seedHash)
    #expect(tool.inputSchema?.text == #"{"type":"object","properties":{"query":{"type":"string"}}}"#)
    #expect(registry.tool(named: "bash") == nil)
    #expect(registry.warnings.isEmpty)
  }

  @Test func theOtherSpellingsOfKeysLoad() throws {
    let text = seed.replacing("hash:", with: "sha256:").replacing("input_schema:", with: "inputSchema:")
    #expect(try load(text).tool(named: "my_tool")?.hash?.description == seedHash)
  }

  @Test func theHashInCanonicalOrderIsAcceptedToo() throws {
    let schema = try JSONValue.parse(#"{"type":"object","properties":{"query":{"type":"string"}}}"#)
    let hash = DefinitionHash(name: "my_tool", description: "Does something useful", inputSchema: schema)
    #expect(hash.inDocumentOrder.hex == seedHash)
    #expect(hash.canonical != hash.inDocumentOrder)
    #expect(try load(seed.replacing(seedHash, with: hash.canonical.hex)).entries.count == 1)
  }

  @Test func theOrderOfNestedKeysCountsForTheHash() {
    let reordered = seed.replacing(
      "      type: object\n      properties:\n        query:\n          type: string",
      with: "      properties:\n        query:\n          type: string\n      type: object")
    #expect(reordered != seed)
    #expect(problems(reordered).map(\.code) == [.hashMismatch])
  }

  @Test func aMismatchNamesToolHashesAndCommand() throws {
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    let problem = try #require(problems(seed.replacing(seedHash, with: empty)).first)
    #expect(problem.code == .hashMismatch)
    #expect(problem.tool == "my_tool")
    #expect(problem.line == 2)
    for part in ["my_tool", empty, seedHash, "agw tools hash registry.yaml", "SHA-256 of nothing"] {
      #expect(problem.message.contains(part), "\(part)")
    }
  }

  @Test func noHashIsAWarningInDevelopmentAndAnErrorElsewhere() throws {
    let text = seed.split(separator: "\n").filter { !$0.contains("hash:") }.joined(separator: "\n")
    #expect(problems(text).map(\.code) == [.hashMissing])
    let registry = try load(text, requireHashes: false)
    #expect(registry.warnings.map(\.tool) == ["my_tool"])
    #expect(registry.tool(named: "my_tool")?.hash == nil)
  }

  @Test func aWrongHashIsAnErrorInDevelopmentToo() {
    let text = seed.replacing(seedHash, with: String(repeating: "a", count: 64))
    #expect(problems(text, requireHashes: false).map(\.code) == [.hashMismatch])
  }

  @Test func aPinNeedsNoSchema() throws {
    let pin = String(repeating: "ab", count: 32)
    let registry = try load("tools:\n  - name: pinned\n    hash: pin:\(pin)\n")
    let digest = try #require(Digest256(hex: pin))
    #expect(registry.tool(named: "pinned")?.hash == .pin(digest))
  }

  @Test func unknownKeysAreErrorsWithLineAndNearestKey() throws {
    let found = problems(seed.replacing("risk_level", with: "riskLevel") + "\ntoolz: []")
    #expect(found.map(\.code) == [.unknownKey, .unknownKey])
    #expect(found.map(\.line) == [6, 12])
    #expect(found[0].message.contains("Did you mean \"risk_level\"?"))
    #expect(found[1].message.contains("Did you mean \"tools\"?"))
    #expect(problems("tools: []\nsomething_else: 1").first?.message == "Unknown key \"something_else\".")
  }

  @Test(
    arguments: [
      ("- name: my tool", RegistryProblem.Code.invalidValue), ("- name: \u{212A}elvin", .invalidValue),
      ("- name: null", .invalidValue), ("- description: x", .missingKey), ("- 5", .invalidValue),
      ("- name: a\n    risk_level: huge", .invalidValue),
      ("- name: a\n    trust_level: critical", .invalidValue),
      ("- name: a\n    hash: 12", .invalidValue), ("- name: a\n    hash: pin:12", .invalidValue),
      ("- name: a\n    upstream: ftp://x", .invalidValue),
      ("- name: a\n    upstream: {stdio: [a], b: c}", .invalidValue),
      ("- name: a\n    stdio: []", .invalidValue), ("- name: a\n    stdio: python", .invalidValue),
      ("- name: a\n    upstream: http://x\n    stdio: [a]", .conflictingKeys),
      ("- name: a\n    input_schema: {}\n    inputSchema: {}", .conflictingKeys),
      ("- name: a\n    input_schema: text", .invalidValue),
      ("- name: a\n    labels: sensitive", .invalidValue),
      ("- name: a\n    input_schema: {a: {b: 1, b: 2}}", .syntax),
      ("- name: a\n    input_schema: {}\n  - name: a\n    input_schema: {}", .duplicateTool),
    ]) func badEntriesAreRefused(entry: String, code: RegistryProblem.Code)
  {
    let found = problems("tools:\n  \(entry)\n", requireHashes: false)
    #expect(found.contains { $0.code == code }, "\(found)")
  }

  @Test func everythingWrongIsToldAtOnceInTheOrderOfTheFile() {
    let found = problems("tools:\n  - name: a\n    risk: low\n  - name: b c\n    hash: x\n")
    #expect(found.count >= 5)
    #expect(found.map(\.line) == found.map(\.line).sorted())
  }

  @Test(arguments: ["", "# nothing\n", "tools:\n", "tools: []\n"]) func emptyFilesRegisterNothing(
    text: String
  ) throws {
    #expect(try load(text).entries.isEmpty)
  }

  @Test(arguments: [
    "[]", "text", "tools: 5", "tools: {a: b}", "tools:\n\t- x", "\"", "tools: [", "tools: \u{0}",
  ])
  func otherFilesAreRefused(text: String) {
    #expect(!problems(text).isEmpty)
  }

  @Test func tooManyToolsAreRefused() {
    let text = "tools:\n" + String(repeating: "  - {}\n", count: RegistryFile.toolsMax + 1)
    #expect(problems(text).map(\.code) == [.tooManyTools])
  }

  @Test(arguments: [100, 900, 5_000]) func deeplyNestedSchemasAreRefused(depth: Int) {
    let schema = String(repeating: "{a: ", count: depth) + "1" + String(repeating: "}", count: depth)
    #expect(!problems("tools:\n  - {name: a, input_schema: \(schema)}").isEmpty)
    let list = String(repeating: "[", count: depth)
    #expect(!problems("tools: \(list)").isEmpty)
  }

  @Test func commandsAreAcceptedInBothForms() throws {
    for form in ["stdio: [uvx, mcp-server-time]", "upstream: {stdio: [uvx, mcp-server-time]}"] {
      let text = "tools:\n  - name: get_time\n    input_schema: {type: object}\n    \(form)\n"
      let tool = try load(text, requireHashes: false).tool(named: "get_time")
      #expect(tool?.upstream == .stdio(["uvx", "mcp-server-time"]))
      #expect(tool?.policyView["upstream"] == "stdio:uvx")
    }
  }

  @Test(arguments: 0..<200) func damagedFilesNeverCrashTheLoader(seedNumber: UInt64) {
    var random = SeededGenerator(seed: seedNumber)
    var bytes = Array(seed.utf8)
    for _ in 0..<Int.random(in: 1...8, using: &random) {
      let index = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<3, using: &random) {
      case 0: bytes[index] = .random(in: .min ... .max, using: &random)
      case 1: bytes.remove(at: index)
      default: bytes.insert(contentsOf: bytes.suffix(Int.random(in: 0..<20, using: &random)), at: index)
      }
    }
    let file = RegistryFile(bytes, path: "damaged")
    if let registry = try? ToolRegistry(file, requireHashes: true) {
      // Whatever was accepted is exactly what its hash says.
      #expect(registry.entries.allSatisfy { $0.definitionHash?.inDocumentOrder.hex == seedHash })
    }
  }
}
