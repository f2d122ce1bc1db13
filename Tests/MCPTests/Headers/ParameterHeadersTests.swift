import Basics
import Testing

@testable import MCP

@Suite("Headers that repeat arguments") struct ParameterHeadersTests {
  private static let schema: JSONValue = [
    "type": "object",
    "properties": [
      "region": ["type": "string", "x-mcp-header": "Region"],
      "page": ["type": "object", "properties": ["size": ["type": "integer", "x-mcp-header": "Page-Size"]]],
      "dry": ["type": "boolean", "x-mcp-header": "Dry"], "free": ["type": "string"],
    ],
  ]

  @Test func theHeadersOfArgumentsAreMade() throws {
    let headers = try #require(ParameterHeaders(schema: Self.schema))
    let fields = headers.fields(of: ["region": "zürich", "page": ["size": 5], "dry": false, "free": "x"])
    #expect(Set(fields.map { "\($0.name): \($0.value)" }) == [
      "Mcp-Param-Region: =?base64?esO8cmljaA==?=", "Mcp-Param-Page-Size: 5", "Mcp-Param-Dry: false",
    ])
    #expect(headers.fields(of: ["region": nil]).isEmpty && headers.fields(of: nil).isEmpty)
  }

  @Test func headersAgreeOrNot() throws {
    let headers = try #require(ParameterHeaders(schema: Self.schema))
    func agree(_ sent: [(String, String)], _ arguments: JSONValue) -> Bool {
      headers.agree(with: sent.map { (name: $0.0, value: $0.1) }, arguments)
    }
    #expect(agree([("mcp-param-region", "eu")], ["region": "eu"]))
    #expect(agree([("Mcp-Param-Region", "=?base64?ZXU=?=")], ["region": "eu"]))
    #expect(agree([("Mcp-Param-Page-Size", "5.0")], ["page": ["size": 5]]))
    #expect(agree([("Mcp-Param-Other", "x")], [:]))
    #expect(!agree([("Mcp-Param-Region", "EU")], ["region": "eu"]))
    #expect(!agree([("Mcp-Param-Region", "=?BASE64?ZXU=?=")], ["region": "eu"]))
    #expect(!agree([("Mcp-Param-Region", "=?base64?ZXU?=")], ["region": "eu"]))
    #expect(!agree([], ["region": "eu"]))
    #expect(!agree([("Mcp-Param-Region", "eu")], [:]))
    #expect(!agree([("Mcp-Param-Region", "eu"), ("mcp-param-REGION", "us")], ["region": "eu"]))
  }

  @Test(arguments: [
    #"{"x-mcp-header":"A","type":"string"}"#, #"{"properties":{"a":{"type":"number","x-mcp-header":"A"}}}"#,
    #"{"properties":{"a":{"x-mcp-header":"A"}}}"#, #"{"properties":{"a":{"type":"string","x-mcp-header":"A b"}}}"#,
    #"{"properties":{"a":{"type":"string","x-mcp-header":""}}}"#, #"{"properties":{"a":{"type":"string","x-mcp-header":1}}}"#,
    #"{"properties":{"a":{"type":"string","x-mcp-header":"A"},"b":{"type":"string","x-mcp-header":"a"}}}"#,
    #"{"properties":{"a":{"items":{"type":"string","x-mcp-header":"A"}}}}"#,
    #"{"$defs":{"d":{"type":"string","x-mcp-header":"A"}}}"#, #"{"anyOf":[{"properties":{"a":{"type":"string","x-mcp-header":"A"}}}]}"#,
  ])
  func wrongMarksMakeTheToolUseless(schema: String) throws {
    #expect(ParameterHeaders(schema: try JSONValue.parse(schema)) == nil)
  }

  @Test func dataThatLooksLikeAMarkIsNone() throws {
    let schema = try JSONValue.parse(#"{"default":{"x-mcp-header":"A"},"enum":[{"x-mcp-header":"B"}]}"#)
    #expect(ParameterHeaders(schema: schema)?.parameters.isEmpty == true)
  }
}
