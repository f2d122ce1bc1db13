import Testing

@testable import MCP

@Suite("MCP headers")
struct MCPHeadersTests {
  @Test(arguments: MCPHeaders.Field.allCases)
  func aSecondFieldOfOneKindIsRefused(field: MCPHeaders.Field) throws {
    var headers = MCPHeaders()
    try headers.add(field, Array("a".utf8)[...])
    #expect(throws: HeaderError(.repeated, field)) { try headers.add(field, Array("a".utf8)[...]) }
  }

  @Test func whiteSpaceAroundAValueIsNotPartOfIt() throws {
    var headers = MCPHeaders()
    try headers.add(.method, Array("\t tools/call  ".utf8)[...])
    #expect(headers.method.map(Array.init)?.text == "tools/call")
  }

  @Test(arguments: ["é", "a\u{0}", "a\rb", "a\u{7F}", String(repeating: "x", count: MCPHeaders.valueBytesMax + 1)])
  func unprintableOrEndlessValuesAreRefused(value: String) {
    var headers = MCPHeaders()
    #expect(throws: HeaderError(.valueInvalid, .name)) { try headers.add(.name, Array(value.utf8)[...]) }
  }

  @Test(arguments: ["add", "", "é", " a", "a ", "a\nb", "=?base64?YQ==?=", "=?base64?", "日本語 tool", "a b"])
  func encodedTextReadsBack(text: String) throws {
    let value = SentinelText.encoded(text)
    #expect(value.utf8.allSatisfy { 0x20...0x7E ~= $0 })
    #expect(try #require(SentinelText.decoded(Array(value.utf8)[...])).elementsEqual(text.utf8))
  }

  @Test func everyErrorHasANumberOfItsKind() {
    for code in HeaderError.Code.allCases {
      let error = HeaderError(code, .name)
      #expect(error.description.hasSuffix("."))
      #expect(error.httpStatus == (error.rpcCode == RPCCode.methodNotFound ? 404 : 400))
    }
  }
}
