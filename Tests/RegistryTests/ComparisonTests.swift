import Basics
import TestKit
import Testing

@testable import Registry

/// A tool as an upstream would list it.
func offered(_ json: String) throws -> JSONValue { try JSONValue.parse(json) }

func definition(_ value: JSONValue) throws -> ToolDefinition { try #require(ToolDefinition(value)) }

@Suite("Comparison") struct ComparisonTests {
  private func entry(hash: String = "") throws -> ToolEntry {
    let text = """
      tools:
        - name: find
          description: Finds things
          \(hash)
          input_schema:
            type: object
            properties: {limit: {type: integer, maximum: 10}, words: {type: array, items: [{type: string}]}}
      """
    return try tool("find", in: text)
  }

  private let same = """
    {"inputSchema":{"properties":{"words":{"items":[{"type":"string"}],"type":"array"},
    "limit":{"maximum":1e1,"type":"integer"}},"type":"object"},
    "description":"Finds things","name":"find","title":"T"}
    """

  private func verdict(_ change: (String, String), hash: String = "") throws -> ToolVerdict {
    let json = change.0.isEmpty ? same : same.replacing(change.0, with: change.1)
    return compare(try entry(hash: hash), try definition(try offered(json)))
  }

  @Test func orderOfKeysSpellingOfNumbersAndOtherMembersDoNotMatter() throws {
    #expect(try verdict(("", "")) == .matches)
  }

  @Test(
    arguments: [
      ("Finds things", "Finds things.", "/description: \"Finds things\" became \"Finds things.\""),
      ("1e1", "100", "/inputSchema/properties/limit/maximum: 10 became 100"),
      ("\"maximum\":1e1,", "", "/inputSchema/properties/limit/maximum: removed, was 10"),
      ("\"title\"", "\"title\":1,\"x/~y\"", ""),
      (
        "[{\"type\":\"string\"}]", "[]",
        "/inputSchema/properties/words/items/0: removed, was {\"type\":\"string\"}"
      ),
      ("\"string\"}]", "\"string\"},null]", "/inputSchema/properties/words/items/1: added null"),
      ("\"type\":\"object\"", "\"type\":\"object\",\"x/~y\":null", "/inputSchema/x~1~0y: added null"),
    ]) func everyOtherChangeIsFoundAndTold(old: String, new: String, told: String) throws
  {
    switch try verdict((old, new)) {
    case .changed(let diff): #expect(diff.description == told)
    case let other: #expect(told.isEmpty && other == .matches)
    }
  }

  @Test func textThatOnlyLooksTheSameIsAChange() throws {
    let text = "tools:\n  - {name: a, description: \"caf\\u00e9\", input_schema: {type: object}}"
    let entry = try tool("a", in: text)
    let decomposed = try offered(#"{"name":"a","description":"cafe\u0301","inputSchema":{"type":"object"}}"#)
    guard case .changed = compare(entry, try definition(decomposed)) else {
      Issue.record("must be a change")
      return
    }
  }

  @Test func aPinHoldsTheToolToEverythingThatIsSaid() throws {
    let pin = "hash: pin:\(try definition(try offered(same)).pin.hex)"
    #expect(try verdict(("", ""), hash: pin) == .matches)
    guard case .changed(let diff) = try verdict(("\"T\"", "\"Trust me\""), hash: pin) else {
      Issue.record("must be a change")
      return
    }
    #expect(diff.changes.count == 1)
  }

  @Test func theToldChangesAreBounded() throws {
    let many = (0..<1_000).map { "\"p\($0)\":\"\(String(repeating: "x", count: 500))\"" }.joined(
      separator: ",")
    guard case .changed(let diff) = try verdict(("\"type\":\"object\"", many)) else {
      Issue.record("must be a change")
      return
    }
    #expect(diff.changes.count == DefinitionDiff.changesMax)
    #expect(!diff.isComplete)
    #expect(diff.description.utf8.count < 16_000)
  }

  @Test(arguments: [
    "5", "{}", #"{"name":"a"}"#, #"{"name":5,"inputSchema":{}}"#, #"{"name":"a","inputSchema":[]}"#,
    #"{"name":"a","inputSchema":{},"description":1}"#,
  ]) func whatIsNoToolIsNoDefinition(json: String) throws {
    #expect(ToolDefinition(try offered(json)) == nil)
  }

  @Test(arguments: 0..<50) func aDefinitionMatchesItselfInAnyOrderOfKeys(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let schema = JSONValue.object(["type": "object", "x": randomValue(depth: 3, &random)])
    let yaml = "tools:\n  - {name: a, description: d, input_schema: \(schema.text)}"
    let entry = try tool("a", in: yaml)
    let observed: JSONValue = ["inputSchema": shuffled(schema, &random), "description": "d", "name": "a"]
    #expect(compare(entry, try definition(observed)) == .matches)
  }

  private func randomValue(depth: Int, _ random: inout SeededGenerator) -> JSONValue {
    switch Int.random(in: 0..<(depth > 0 ? 6 : 4), using: &random) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &random))
    case 2: return .integer(Int.random(in: -5...5, using: &random))
    case 3:
      return .string(["true", "null", "5", "a: b", "#", "'\"", "é\n"].randomElement(using: &random) ?? "")
    case 4: return .array((0..<3).map { _ in randomValue(depth: depth - 1, &random) })
    default:
      return .object(
        JSONObject((0..<4).map { (key: "k\($0)", value: randomValue(depth: depth - 1, &random)) }))
    }
  }

  private func shuffled(_ value: JSONValue, _ random: inout SeededGenerator) -> JSONValue {
    switch value {
    case .array(let elements): return .array(elements.map { shuffled($0, &random) })
    case .object(let object):
      return .object(
        JSONObject(
          object.map { ($0.key, shuffled($0.value, &random)) }.shuffled(using: &random)
            .map { (key: $0.0, value: $0.1) }))
    default: return value
    }
  }
}
