import Rego
import Synchronization
import Testing

@Suite("Built-ins: http.send, look-ups, request signing")
struct RequestTests {
  /// Answers from a table and remembers what was asked.
  private final class FakeTransport: RegoTransport {
    let asked = Mutex<[RegoHTTPRequest]>([])
    let answers: [String: RegoHTTPResponse]

    init(_ answers: [String: RegoHTTPResponse]) { self.answers = answers }

    func send(_ request: RegoHTTPRequest) throws(RegoTransportError) -> RegoHTTPResponse {
      asked.withLock { $0.append(request) }
      guard let answer = answers[request.url] else { throw RegoTransportError("connection refused") }
      return answer
    }

    func addresses(of host: String, timeoutNanoseconds: UInt64) throws(RegoTransportError) -> [String] {
      guard host == "tool.example.com" else { throw RegoTransportError("no such host") }
      return ["192.0.2.2", "192.0.2.1"]
    }
  }

  private static let json = [(name: "Content-Type", value: "application/json")]

  private func access(_ transport: FakeTransport, hosts: Set<String> = ["tool.example.com"]) -> RegoNetworkAccess {
    RegoNetworkAccess(transport: transport, hosts: hosts, responseBytesMax: 100)
  }

  @Test func withoutAGrantNothingIsAsked() throws {
    for call in [#"http.send({"method": "get", "url": "http://tool.example.com"})"#, #"net.lookup_ip_addr("tool.example.com")"#] {
      let error = #expect(throws: RegoError.self) { try BuiltinCase.answer(call) }
      #expect(error?.message.contains("is not granted") == true)
    }
  }

  @Test func anAnswerIsDecodedAndAskedForOnce() throws {
    let transport = FakeTransport(["http://tool.example.com/a": RegoHTTPResponse(status: 200, reason: "OK",
      headers: Self.json, body: Array(#"{"x": 1}"#.utf8))])
    let send = #"""
      http.send({"method": "post", "url": "http://tool.example.com/a", "body": {"q": [1]},\#
       "headers": {"X-A": "b"}, "timeout": "500ms"})
      """#
    let got = try BuiltinCase.answer("[\(send).body.x, \(send).status, \(send).headers[\"content-type\"], \(send).raw_body]",
      network: access(transport))
    #expect(got == #"[1,"200 OK",["application/json"],"{\"x\": 1}"]"#)
    let asked = transport.asked.withLock { $0 }
    #expect(asked.count == 1)
    #expect(asked.first?.method == "POST")
    #expect(asked.first.map { String(decoding: $0.body, as: UTF8.self) } == #"{"q":[1]}"#)
    #expect(asked.first?.headers.map(\.name) == ["X-A", "Content-Type"])
    #expect(asked.first?.timeoutNanoseconds == 500_000_000)
  }

  @Test func onlyGrantedHostsAreAskedAlsoAfterARedirection() throws {
    let away = [(name: "Location", value: "http://evil.example.com/")]
    let near = [(name: "location", value: "../b")]
    let transport = FakeTransport([
      "http://tool.example.com/away": RegoHTTPResponse(status: 302, headers: away),
      "http://tool.example.com/x/near": RegoHTTPResponse(status: 301, headers: near),
      "http://tool.example.com/b": RegoHTTPResponse(status: 204),
    ])
    func send(_ url: String,
      redirect: Bool = true) -> String { #"http.send({"method": "get", "url": "\#(url)", "enable_redirect": \#(redirect)}).status_code"# }
    for url in ["http://evil.example.com/", "http://tool.example.com.evil/", "http://tool.example.com/away"] {
      let error = #expect(throws: RegoError.self) { try BuiltinCase.answer(send(url), network: access(transport)) }
      #expect(error?.message.contains("is not granted") == true, "\(url)")
    }
    #expect(try BuiltinCase.answer(send("http://tool.example.com/x/near"), network: access(transport)) == "204")
    #expect(try BuiltinCase.answer(send("http://tool.example.com/x/near", redirect: false), network: access(transport)) == "301")
  }

  @Test(arguments: [
    (#"{"method": "get", "url": "http://tool.example.com/none"}"#, "connection refused", RegoError.Code.builtin),
    (#"{"method": "get", "url": "ftp://tool.example.com/"}"#, "unsupported protocol scheme", .builtin),
    (#"{"method": "get", "url": "http://tool.example.com/", "nope": 1}"#, #"invalid request parameters(s): {"nope"}"#, .operandType),
    (#"{"method": "get"}"#, #"missing required request parameters(s): {"url"}"#, .operandType),
    (#"{"method": "get", "url": "http://tool.example.com/", "tls_insecure_skip_verify": true}"#, "is not supported", .operandType),
    (#"{"method": "get", "url": "http://tool.example.com/", "headers": {"a": "b\r\nc: d"}}"#, "line breaks", .operandType),
    (#"{"method": "get", "url": "http://tool.example.com/long"}"#, "longer than 100 bytes", .builtin),
  ])
  func faults(_ request: String, _ message: String, _ code: RegoError.Code) throws {
    let transport = FakeTransport(["http://tool.example.com/long": RegoHTTPResponse(status: 200,
      body: [UInt8](repeating: 0x61, count: 101))])
    try BuiltinCase.fails("http.send(input)", message, code).check(input: request, network: access(transport))
    guard code == .builtin else { return }
    let quiet = "http.send(object.union(input, {\"raise_error\": false})).status_code"
    #expect(try BuiltinCase.answer(quiet, input: request, network: access(transport)) == "0")
  }

  @Test func callsAreCounted() throws {
    let transport = FakeTransport([:])
    var access = access(transport)
    access.callsMax = 3
    let many = #"""
      [r.status_code | some i in numbers.range(1, 9)
       r := http.send({"method": "get", "url": sprintf("http://tool.example.com/%d", [i]), "raise_error": false})]
      """#
    let error = #expect(throws: RegoError.self) { try BuiltinCase.answer(many, network: access) }
    #expect(error?.code == .sizeLimit)
    #expect(transport.asked.withLock { $0.count } == 3)
  }

  @Test func namesAreLookedUp() throws {
    let transport = FakeTransport([:])
    #expect(try BuiltinCase.answer(#"net.lookup_ip_addr("tool.example.com")"#, network: access(transport)) == #"["192.0.2.1","192.0.2.2"]"#)
    try BuiltinCase.fails(#"net.lookup_ip_addr("other.example.com")"#, "is not granted").check(network: access(transport))
    try BuiltinCase.fails(#"net.lookup_ip_addr("gone.example.com")"#,
      "no such host").check(network: access(transport, hosts: ["gone.example.com"]))
  }

  @Test(arguments: [
    BuiltinCase.same(
      #"""
      providers.aws.sign_req({"method": "get", "url": "https://example.com/a%20b?x=1", "headers": {"User-Agent": "u", "X-B": "c"}},
       {"aws_access_key": "AKID", "aws_secret_access_key": "secret", "aws_service": "execute-api",
       "aws_region": "eu-north-1", "aws_session_token": "st"}, 1440938160000000000).headers
      """#,
      #"""
      {"Authorization": "AWS4-HMAC-SHA256 Credential=AKID/20150830/eu-north-1/execute-api/aws4_request,\#
      SignedHeaders=host;x-amz-date;x-amz-security-token;x-b,Signature=SIGNATURE",
      "User-Agent": "u", "X-B": "c", "host": "example.com", "x-amz-date": "20150830T123600Z", "x-amz-security-token": "st"}
      """#
        .replacing("SIGNATURE", with: RequestTests.signature)),
    .fails(#"providers.aws.sign_req({}, {"aws_access_key": "a", "aws_secret_access_key": "b", "aws_service": "s3", "aws_region": "r"}, 1)"#,
      #"missing required request parameters(s): {"method", "url"}"#, .operandType),
    .fails(#"providers.aws.sign_req({}, {}, 1)"#, "missing required AWS config parameters(s)", .operandType),
  ])
  func requestSigning(_ test: BuiltinCase) throws { try test.check() }

  /// Computed with Python's `hmac` from AWS's description of the algorithm.
  static let signature = "2cace267f5804e80ce4d6b900d25c41f98531176d38e0f079a45798d9318aa5c"
}
