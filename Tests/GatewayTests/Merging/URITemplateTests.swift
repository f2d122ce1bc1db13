import Testing

@testable import Gateway

@Suite("URI templates") struct URITemplateTests {
  @Test(arguments: [
    ("docs://a/{x}", "docs://a/1", true), ("docs://a/{x}", "docs://b/1", false), ("docs://a", "docs://a", true),
    ("docs://a", "docs://ab", false), ("{+path}", "anything:x", true), ("a:{x}/{y}.txt", "a:1/2.txt", true),
    ("a:{x}/{y}.txt", "a:12.txt", false), ("a:{x}b", "a:", false), ("a:{", "a:b", true), ("", "a", false),
  ])
  func aTemplateMatchesItsURIs(_ template: String, _ uri: String, _ isMatch: Bool) {
    #expect(URITemplate(template).matches(uri) == isMatch)
  }
}
