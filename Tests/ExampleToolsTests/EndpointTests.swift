import Basics
import NIOHTTP1
import Testing

@testable import example_tools

@Suite("Endpoint") struct EndpointTests {
  let endpoint: Endpoint

  init() throws {
    let definitions = """
      [{"name":"echo","description":"Echo text back","inputSchema":{"type":"object"}},
      {"name":"tavily_search","description":"Search","inputSchema":{"type":"object"}},
      {"name":"bash","description":"Shell","inputSchema":{"type":"object"}}]
      """
    endpoint = Endpoint(tools: try Toolbox(definitions: Array(definitions.utf8)))
  }

  func ask(_ message: JSONValue, _ headers: HTTPHeaders = [:]) throws -> (answer: Answer, json: JSONValue) {
    let answer = endpoint.answer(Question(method: .POST, headers: headers, body: message.serialized()))
    return (answer, try JSONValue.parse(answer.body))
  }

  func open() throws -> HTTPHeaders {
    let hello: JSONValue = ["jsonrpc": "2.0", "id": 0, "method": "initialize", "params": ["protocolVersion": "2025-06-18"]]
    let (answer, json) = try ask(hello)
    #expect(json["result"]?["protocolVersion"] == "2025-06-18")
    return ["Mcp-Session-Id": try #require(answer.headers.first(name: "Mcp-Session-Id"))]
  }

  @Test func aSessionListsAndCalls() throws {
    let session = try open()
    let list = try ask(["jsonrpc": "2.0", "id": 1, "method": "tools/list"], session).json
    #expect(list["result"]?["tools"]?.arrayValue?.compactMap { $0["name"]?.stringValue } == ["echo", "tavily_search", "bash"])
    let params: JSONValue = ["name": "echo", "arguments": ["text": "hello"]]
    let call = try ask(["jsonrpc": "2.0", "id": "a", "method": "tools/call", "params": params], session).json
    #expect(call["id"] == "a")
    #expect(call["result"]?["content"] == [["type": "text", "text": "hello"]])
  }

  @Test func aHandshakeRequestOutsideASessionIsRefused() throws {
    let list: JSONValue = ["jsonrpc": "2.0", "id": 1, "method": "tools/list"]
    #expect(try ask(list).answer.status == .badRequest)
    #expect(try ask(list, ["Mcp-Session-Id": "nobody's"]).answer.status == .notFound)
    let session = try open()
    #expect(endpoint.answer(Question(method: .DELETE, headers: session, body: [])).status == .ok)
    #expect(try ask(list, session).answer.status == .notFound)
  }

  func stateless(_ method: String, _ params: JSONObject = [:], version: String = "2026-07-28") -> JSONValue {
    var params = params
    params["_meta"] = [
      "io.modelcontextprotocol/protocolVersion": .string(version),
      "io.modelcontextprotocol/clientCapabilities": [:],
    ]
    return ["jsonrpc": "2.0", "id": 1, "method": .string(method), "params": .object(params)]
  }

  @Test func aStatelessRequestStandsAlone() throws {
    let headers: HTTPHeaders = ["MCP-Protocol-Version": "2026-07-28", "Mcp-Method": "tools/call", "Mcp-Name": "echo"]
    let params: JSONObject = ["name": "echo", "arguments": ["text": "hello"]]
    let call = try ask(stateless("tools/call", params), headers).json
    #expect(call["result"]?["resultType"] == "complete")
    #expect(call["result"]?["content"] == [["type": "text", "text": "hello"]])
  }

  @Test(arguments: [
    (["MCP-Protocol-Version": "2026-07-28", "Mcp-Method": "tools/call"], "2026-07-28", -32_020),
    (["MCP-Protocol-Version": "2025-11-25", "Mcp-Method": "tools/list"], "2026-07-28", -32_020),
    (["Mcp-Method": "tools/list"], "2026-07-28", -32_020),
    (["MCP-Protocol-Version": "2099-01-01", "Mcp-Method": "tools/list"], "2099-01-01", -32_022),
  ])
  func aStatelessRequestMustAgreeWithItsHeaders(_ fields: [String: String], _ version: String, _ code: Int) throws {
    let headers = HTTPHeaders(fields.map { ($0.key, $0.value) })
    let (answer, json) = try ask(stateless("tools/list", version: version), headers)
    #expect(answer.status == .badRequest)
    #expect(json["error"]?["code"] == .integer(code))
  }

  @Test func searchResultsDependOnTheQueryAndBashRunsNothing() {
    let owls = Behaviour.named("tavily_search")(["query": "owls", "max_results": 2])
    #expect(owls.structured?["results"]?.arrayValue?.count == 2)
    #expect(owls.text != Behaviour.named("tavily_search")(["query": "bees", "max_results": 2]).text)
    #expect(Behaviour.named("bash")(["command": "whoami"]).isError)
    let weather = Behaviour.named("get_weather")
    #expect(weather(["city": "Lisbon"]).text.hasPrefix("Lisbon: "))
    #expect(weather(["city": "Lisbon"]).structured?["degrees"] != weather(["city": "Bern"]).structured?["degrees"])
    #expect(Behaviour.named("read_customer")(["customer_id": "C000001"]).structured?["customer_id"] == "C000001")
  }

  @Test func whatIsNotARequestIsRefused() throws {
    #expect(endpoint.answer(Question(method: .POST, headers: [:], body: Array("{".utf8))).status == .badRequest)
    #expect(try ask([["jsonrpc": "2.0", "id": 1, "method": "ping"]]).answer.status == .badRequest)
    #expect(endpoint.answer(Question(method: .GET, headers: [:], body: [])).status == .methodNotAllowed)
    #expect(throws: ToolboxError.nameMissingOrRepeated) {
      try Toolbox(definitions: Array(#"[{"name":"a"},{"name":"a"}]"#.utf8))
    }
  }

  @Test func theCommandLineIsReadStrictly() throws {
    #expect(try Options(["--port", "1234", "--definitions", "x"]).port == 1234)
    #expect(throws: OptionsError.unknown("--prot")) { try Options(["--prot", "1"]) }
    #expect(throws: OptionsError.notAPort("0")) { try Options(["--port", "0"]) }
    #expect(throws: OptionsError.missingValue("--port")) { try Options(["--port"]) }
  }
}
