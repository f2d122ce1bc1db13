import Basics
import Testing

@testable import MCP

@Suite("List result")
struct ListResultTests {
  static func list(_ text: String, to method: Method = .toolsList) throws -> ListResult {
    try #require(try ListResult(Envelope(parsing: Array(text.utf8)), to: method))
  }

  static let tools = #"""
    {"jsonrpc":"2.0","id":1,"result": {"nextCursor":"","tools":[ {"name":"a","x":1.0} ,
      {"name":"b","inputSchema":{"$ref":"/x"}},{"name":"c","n":9007199254740993} ],"ttlMs":5,"y":[ ]}}
    """#

  @Test(arguments: [
    ([0], #"[ {"name":"b","inputSchema":{"$ref":"/x"}},{"name":"c","n":9007199254740993} ]"#),
    ([1], #"[ {"name":"a","x":1.0},{"name":"c","n":9007199254740993} ]"#),
    ([2], "[ {\"name\":\"a\",\"x\":1.0} ,\n  {\"name\":\"b\",\"inputSchema\":{\"$ref\":\"/x\"}} ]"),
    ([0, 1], #"[ {"name":"c","n":9007199254740993} ]"#),
    ([1, 2], #"[ {"name":"a","x":1.0} ]"#),
    ([0, 2], #"[ {"name":"b","inputSchema":{"$ref":"/x"}} ]"#),
    ([0, 1, 2], "[  ]"),
  ])
  func whatStaysIsByteForByteWhatItWas(dropped: [Int], expected: String) throws {
    let text = try Self.list(Self.tools).removing(Set(dropped), era: .legacy).text
    let open = try #require(Self.tools.firstRange(of: "[ {")), close = try #require(Self.tools.firstRange(of: "} ]"))
    #expect(text == Self.tools[..<open.lowerBound] + expected + Self.tools[close.upperBound...])
  }

  @Test func droppingNothingInTheLegacyEraChangesNothing() throws {
    #expect(try Self.list(Self.tools).removing([], era: .legacy).text == Self.tools)
  }

  @Test func aModernListIsMarkedPrivateAndNeverWidened() throws {
    for scope in [#","cacheScope":"public""#, #","cacheScope":"private""#, ""] {
      let list = try Self.list(#"{"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"a"}]\#(scope)}}"#)
      let value = try JSONValue.parse(list.removing([0], era: .modern))
      #expect(value["result"]?["cacheScope"] == "private")
      #expect(value["result"]?["tools"] == [])
    }
  }

  @Test func namesAreReadWhereEachListHasThem() throws {
    let resources = try Self.list(
      #"{"jsonrpc":"2.0","id":1,"result":{"resources":[{"uri":"a:b"},{"name":"x"},3]}}"#, to: .resourcesList)
    #expect(resources.items.map(\.name) == ["a:b", nil, nil])
    let templates = try Self.list(
      #"{"jsonrpc":"2.0","id":1,"result":{"resourceTemplates":[{"uriTemplate":"a:{b}"}]}}"#,
      to: .resourceTemplatesList)
    #expect(templates.items.map(\.name) == ["a:{b}"])
    #expect(try Self.list(Self.tools).items.map(\.name) == ["a", "b", "c"])
  }

  @Test(arguments: [
    #"{"jsonrpc":"2.0","id":1,"result":{"tools":{}}}"#, #"{"jsonrpc":"2.0","id":1,"result":{}}"#,
    #"{"jsonrpc":"2.0","id":1,"result":[]}"#, #"{"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"m"}}"#,
  ])
  func otherAnswersAreNoLists(text: String) throws {
    #expect(try ListResult(Envelope(parsing: Array(text.utf8)), to: .toolsList) == nil)
    #expect(try ListResult(Envelope(parsing: Array(Self.tools.utf8)), to: .toolsCall) == nil)
  }

  @Test func anyListKeepsExactlyWhatIsNotDropped() throws {
    var random = SeededRandom(seed: 21)
    for _ in 0..<300 {
      let count = Int.random(in: 1...6, using: &random)
      let spaces = ["", " ", "\n\t", "  "]
      func space() -> String { spaces[Int.random(in: 0..<spaces.count, using: &random)] }
      let items = (0..<count).map { #"{"name":"t\#($0)","k":[\#($0)]}"# }
      let text =
        #"{"jsonrpc":"2.0","id":"z","result":{"tools":["# + space()
        + items.joined(separator: space() + "," + space()) + space() + #"],"more":{}}}"#
      let dropped = Set((0..<count).filter { _ in Bool.random(using: &random) })
      let value = try JSONValue.parse(try Self.list(text).removing(dropped, era: .legacy))
      let kept = value["result"]?["tools"]?.arrayValue?.compactMap { $0["name"]?.stringValue }
      #expect(kept == (0..<count).filter { !dropped.contains($0) }.map { "t\($0)" })
      #expect(value["result"]?["more"] == [:])
    }
  }
}
