import Testing

@testable import MCP

@Suite("URIs of resources") struct ResourceURITests {
  @Test func partsAreFound() throws {
    let uri = try #require(ResourceURI("FILE://host:80/a/b%20c/d?x=../y#z"))
    #expect(uri.scheme == "file" && uri.authority == "host:80" && uri.path == "/a/b%20c/d")
    #expect(uri.segments == ["", "a", "b c", "d"])
    #expect(ResourceURI("urn:isbn:1")?.segments == ["isbn:1"])
    #expect(ResourceURI("note://my note")?.authority == "my note")
    #expect(ResourceURI("file:///Users/José")?.segments == ["", "Users", "José"])
    #expect(ResourceURI("memo://insights")?.path == "")
    #expect(ResourceURI("ui://widget/100%25")?.segments == ["", "100%"])
  }

  @Test(arguments: [
    "", "no-scheme", "/etc/passwd", "://x", "1a://x", "file:///a/../b", "file:///a/..", "file:///./a", "file:///a/%2e%2E/b",
    "file:///a/.%2e", "file:///a%2f..%2fb", "file:///a%5cb", "file:///a\\b", "file:///a%00b", "file:///a%0Ab",
    "file:///a/%252e%252e/b", "file:///%", "file:///%2", "file:///%zz", "file:///a\u{0}", "file://../etc", "file://%2e%2e/x",
    "file:../x", "file:///a\u{7F}",
  ])
  func whatCouldLeadElsewhereIsNone(text: String) { #expect(ResourceURI(text) == nil) }

  @Test func noTextMakesASegmentThatLeadsElsewhere() {
    var random = SeededRandom(seed: 7)
    let alphabet = Array("abc./%2eE5cfF25:?#\\ é").map { String($0) }
    for _ in 0..<5_000 {
      var text = "s:"
      for _ in 0..<Int.random(in: 0...14, using: &random) { text += alphabet.randomElement(using: &random) ?? "a" }
      guard let uri = ResourceURI(text) else { continue }
      #expect(!uri.segments.contains { $0 == "." || $0 == ".." || $0.contains("/") || $0.contains("\\") }, "\(text)")
    }
  }
}
