import Testing

@testable import Gateway

@Suite("HTTP heads") struct HTTPHeadTests {
  @Test(arguments: [
    "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
    "POST /mcp?x=%20&y HTTP/1.1\r\nhost:a\r\nContent-Length: 0\r\n\r\n",
    "GET / HTTP/1.0\r\n\r\n",
    "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
    "PROPFIND /x HTTP/1.1\r\nHost: a\r\nX-Empty:\r\nX-Tab: \ta\tb\t \r\n\r\n",
    "GET /a/b;c=d HTTP/1.1\r\nHost: a\r\nX-Text: caf\u{e9}\r\n\r\n",
  ])
  func wellFormedRequestsAreRead(text: String) {
    let decoding = Decoding(text)
    #expect(!decoding.hasFailed)
    #expect(decoding.messages.map(\.isComplete) == [true])
  }

  @Test(arguments: [
    ("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", HTTPError.badStartLine),
    (" GET / HTTP/1.1\r\nHost: a\r\n\r\n", .badStartLine),
    ("GET / HTTP/1.1 \r\nHost: a\r\n\r\n", .badStartLine),
    ("GET /\r\nHost: a\r\n\r\n", .badStartLine),
    ("G\u{1}T / HTTP/1.1\r\nHost: a\r\n\r\n", .badStartLine),
    ("G(T / HTTP/1.1\r\nHost: a\r\n\r\n", .badStartLine),
    ("GET / http/1.1\r\nHost: a\r\n\r\n", .badStartLine),
    ("GET / HTTP/2.0\r\nHost: a\r\n\r\n", .badVersion),
    ("GET / HTTP/1.2\r\nHost: a\r\n\r\n", .badVersion),
    ("GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n", .badTarget),
    ("GET * HTTP/1.1\r\nHost: a\r\n\r\n", .badTarget),
    ("GET /\u{7f} HTTP/1.1\r\nHost: a\r\n\r\n", .badTarget),
    ("GET /caf\u{e9} HTTP/1.1\r\nHost: a\r\n\r\n", .badTarget),
    ("GET / HTTP/1.1\r\n\r\n", .missingHost),
    ("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", .missingHost),
    ("GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", .missingHost),
    ("GET / HTTP/1.1\r\nHost : a\r\n\r\n", .badField),
    ("GET / HTTP/1.1\r\n Host: a\r\n\r\n", .badField),
    ("GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n", .badField),
    ("GET / HTTP/1.1\r\nHost: a\r\nName\r\n\r\n", .badField),
    ("GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n", .badField),
    ("GET / HTTP/1.1\r\nHost: a\r\nX\u{0}: b\r\n\r\n", .badField),
    ("GET / HTTP/1.1\r\nHost: a\r\nX: b\u{0}c\r\n\r\n", .badField),
    ("GET / HTTP/1.1\r\nHost: a\r\nX: b\u{7f}\r\n\r\n", .badField),
    ("GET / HTTP/1.1\r\nHost: a\r\nX{: b\r\n\r\n", .badField),
    ("GET / HTTP/1.1\r\nHost: a\r\nX: b\rY: c\r\n\r\n", .badLineEnd),
  ])
  func malformedRequestsAreRefused(text: String, error: HTTPError) {
    #expect(httpError(text) == error)
  }

  @Test func aBareLineFeedIsRefusedAtOnce() {
    #expect(httpError("GET / HTTP/1.1\nHost: a\n\n") == .badLineEnd)
    #expect(httpError("GET / HTTP/1.1\r\nHost: a\nX: ") == .badLineEnd)
    #expect(httpError("\nGET") == .badLineEnd)
    #expect(httpError("GET / HTTP/1.1\r\nHost: a\r\n\n") == .badLineEnd)
  }

  @Test(arguments: ["Content-Type", "Content-Encoding", "Origin", "X-Step-Up-Token"])
  func aFieldThatMayOccurOnceIsRefusedTwice(name: String) {
    let head =
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\(name): a\r\n\(name.lowercased()): a\r\n\r\n"
    #expect(httpError(head) == .duplicateField)
  }

  @Test func headsHaveALimitInBytesAndInFields() {
    let long = "GET / HTTP/1.1\r\nHost: a\r\nX: " + String(repeating: "a", count: 5_000)
    #expect(httpError(long) == .headTooLarge)
    #expect(httpError(long + "\r\n\r\n") == .headTooLarge)
    let many = (0..<100).map { "X\($0): a\r\n" }.joined()
    #expect(httpError("GET / HTTP/1.1\r\nHost: a\r\n\(many)\r\n") == .tooManyFields)
    let few = (0..<99).map { "X\($0): a\r\n" }.joined()
    #expect(httpError("GET / HTTP/1.1\r\nHost: a\r\n\(few)\r\n") == nil)
  }

  @Test func theLargestHeadThatMayBeConfiguredFitsItsOffsets() {
    let head = "GET / HTTP/1.1\r\nHost: a\r\nX: " + String(repeating: "a", count: 64_900)
    let decoding = Decoding(head + "\r\n\r\n", headBytesMax: 1 << 20)
    #expect(decoding.messages.first?.fields.last?.utf8.count == 64_903)
    #expect(httpError(head + String(repeating: "b", count: 200), headBytesMax: 1 << 20) == .headTooLarge)
  }

  @Test(arguments: [
    ("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nab", "ab"),
    ("HTTP/1.1 200\r\ncontent-length: 1\r\n\r\na", "a"),
    ("HTTP/1.1 204 No Content\r\ncontent-length: 5\r\n\r\n", ""),
    (
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: a\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\na",
      "a"
    ),
  ])
  func responsesAreRead(text: String, body: String) {
    let decoding = Decoding(text, as: .response)
    #expect(!decoding.hasFailed)
    #expect(decoding.messages.map(\.body) == [Array(body.utf8)])
    #expect(decoding.messages.map(\.isComplete) == [true])
  }

  @Test(arguments: [
    "HTTP/1.1 101 Switching\r\n\r\n", "HTTP/1.1 099 No\r\n\r\n", "HTTP/1.1 2000 No\r\n\r\n",
    "HTTP/1.1  200 OK\r\n\r\n",
    "HTTP/1.1 20\r\n\r\n", "HTTP/3.0 200 OK\r\n\r\n", "\r\nHTTP/1.1 200 OK\r\n\r\n", "ICY 200 OK\r\n\r\n",
  ])
  func malformedResponsesAreRefused(text: String) {
    #expect(httpError(text, as: .response) != nil)
  }

  @Test func interimResponsesWithoutEndCostNoStack() {
    let many = String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 20_000)
    let decoding = Decoding(many + "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", as: .response)
    #expect(decoding.messages.map(\.isComplete) == [true])
  }

  @Test func keepingAliveFollowsVersionAndField() {
    func keepsAlive(_ version: String, _ field: String) -> Bool? {
      var head = HTTPHead()
      head.bytes = Array("GET / HTTP/\(version)\r\nHost: a\r\n\(field)\r\n".utf8)
      guard (try? HTTPHeadParser.parse(&head, as: .request)) != nil else { return nil }
      return head.keepsAlive
    }
    #expect(keepsAlive("1.1", "") == true)
    #expect(keepsAlive("1.0", "") == false)
    #expect(keepsAlive("1.1", "Connection: Close\r\n") == false)
    #expect(keepsAlive("1.1", "Connection: x, close\r\n") == false)
    #expect(keepsAlive("1.0", "Connection: Keep-Alive\r\n") == true)
  }
}
