import TestKit
import Testing

@testable import Console

@Suite("Control answer")
struct ControlAnswerTests {
  private static let whole = Array("HTTP/1.1 404 Not Found\r\nContent-Length: 5\r\nServer: x\r\n\r\n{\"a\"}".utf8)

  @Test func statusAndBodyAreRead() throws {
    let answer = try #require(ControlAnswer(Self.whole))
    #expect(answer.status == 404)
    #expect(answer.body == Array("{\"a\"}".utf8))
  }

  @Test func whatIsCutOffIsNoAnswer() {
    for length in 0..<Self.whole.count { #expect(ControlAnswer(Array(Self.whole.prefix(length))) == nil) }
  }

  @Test func withoutALengthTheRestIsTheBody() throws {
    let answer = try #require(ControlAnswer(Array("HTTP/1.1 200 OK\r\n\r\nabc".utf8)))
    #expect(answer.body == Array("abc".utf8))
  }

  @Test(arguments: ["HTTP/1.0 200 OK\r\n\r\n", "SSH-2.0-x\r\n\r\n", "HTTP/1.1 x\r\n\r\n", "\r\n\r\n"])
  func whatIsNoHTTPIsNoAnswer(_ text: String) { #expect(ControlAnswer(Array(text.utf8)) == nil) }

  @Test func changedBytesNeverTrap() {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<2_000 {
      var bytes = Self.whole
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: .min ... .max, using: &random)
      }
      if let answer = ControlAnswer(bytes) { #expect(answer.body.count <= bytes.count) }
    }
  }

  @Test func queryValuesAreEncoded() {
    #expect(ControlClient.encoded("spiffe://a.b/c d&é") == "spiffe%3a%2f%2fa.b%2fc%20d%26%c3%a9")
  }
}
