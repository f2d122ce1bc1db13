import NIOCore
import TestKit
import Testing

@testable import Gateway

/// Bodies, and the tricks with which one message is made to look like two.
@Suite("HTTP framing") struct HTTPFramingTests {
  static func post(_ fields: String, _ body: String = "") -> String {
    "POST / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\r\n\(body)"
  }

  @Test(arguments: [
    // Two ways to say how long the body is.
    (post("Content-Length: 5\r\nTransfer-Encoding: chunked", "0\r\n\r\n"), HTTPError.lengthConflict),
    (post("Transfer-Encoding: chunked\r\nContent-Length: 5", "0\r\n\r\n"), .lengthConflict),
    (post("Content-Length: 5\r\nContent-Length: 5", "aaaaa"), .badContentLength),
    (post("Content-Length: 5\r\nContent-Length: 6", "aaaaa"), .badContentLength),
    // A length that is not one plain number.
    (post("Content-Length: 5, 5", "aaaaa"), .badContentLength),
    (post("Content-Length: +5", "aaaaa"), .badContentLength),
    (post("Content-Length: -5", "aaaaa"), .badContentLength),
    (post("Content-Length: 0x5", "aaaaa"), .badContentLength),
    (post("Content-Length: 5 5", "aaaaa"), .badContentLength),
    (post("Content-Length: 5.0", "aaaaa"), .badContentLength),
    (post("Content-Length:", ""), .badContentLength),
    (post("Content-Length: 9999999999999999999", ""), .badContentLength),
    (post("Content-Length: \u{662}", ""), .badContentLength),
    // Codings that one server knows and another does not.
    (post("Transfer-Encoding: gzip, chunked"), .badTransferEncoding),
    (post("Transfer-Encoding: chunked, chunked"), .badTransferEncoding),
    (post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"), .badTransferEncoding),
    (post("Transfer-Encoding: identity"), .badTransferEncoding),
    (post("Transfer-Encoding: xchunked"), .badTransferEncoding),
    (post("Transfer-Encoding: \"chunked\""), .badTransferEncoding),
    (post("Transfer-Encoding:"), .badTransferEncoding),
    (post("Transfer-Encoding: chunked;q=1"), .badTransferEncoding),
    ("POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", .badTransferEncoding),
    // Names that only look like the ones that count.
    (post("Transfer-Encoding : chunked"), .badField), (post("Content-Length\t: 5"), .badField),
    (post("Transfer-Encoding: \u{b}chunked"), .badField), (post("X: y\r\n Content-Length: 5"), .badField),
    (post("Transfer\u{0}-Encoding: chunked"), .badField), (post("X: a\nContent-Length: 5"), .badLineEnd),
    (post("X: a\rContent-Length: 5"), .badLineEnd),
  ])
  func ambiguousFramingIsRefused(text: String, error: HTTPError) {
    #expect(httpError(text) == error)
  }

  @Test(arguments: [
    "5\r\nhello\r\n0\r\n\r\n", "5;a=b\r\nhello\r\n0\r\n\r\n", "2\r\nhe\r\n3\r\nllo\r\n00\r\n\r\n",
    "05\r\nhello\r\n0;x\r\nTrailer: dropped\r\n\r\n", "1\r\nh\r\n1\r\ne\r\n1\r\nl\r\n2\r\nlo\r\n0\r\n\r\n",
  ])
  func chunkedBodiesAreRead(body: String) {
    let decoding = Decoding(Self.post("Transfer-Encoding: Chunked", body))
    #expect(decoding.messages.map(\.body) == [Array("hello".utf8)])
    #expect(decoding.messages.map(\.isComplete) == [true])
  }

  @Test(arguments: [
    "5 \r\nhello\r\n0\r\n\r\n", " 5\r\nhello\r\n0\r\n\r\n", "0x5\r\nhello\r\n0\r\n\r\n",
    "+5\r\nhello\r\n0\r\n\r\n",
    "-5\r\nhello\r\n0\r\n\r\n", ";\r\nhello\r\n0\r\n\r\n", "\r\nhello\r\n0\r\n\r\n", "5\nhello\r\n0\r\n\r\n",
    "5\r\nhello0\r\n\r\n", "5\r\nhelloX\r\n0\r\n\r\n", "5\r\nhello\n0\r\n\r\n", "5\r\nhello\r0\r\n\r\n",
    "4\r\nhello\r\n0\r\n\r\n", "FFFFFFFFFFFFFFFF\r\nhello", "1000000000000000\r\nhello",
    "5;\u{0}\r\nhello\r\n0\r\n\r\n",
    "5;a\rb\r\nhello\r\n0\r\n\r\n", "5\r\nhello\r\n0\r\nX: a\n\r\n",
  ])
  func malformedChunksAreRefused(body: String) {
    #expect(httpError(Self.post("Transfer-Encoding: chunked", body)) == .badChunk)
  }

  @Test func chunkExtensionsAndTrailersHaveALimit() {
    let long = String(repeating: "a", count: 9_000)
    #expect(httpError(Self.post("Transfer-Encoding: chunked", "5;\(long)")) == .badChunk)
    #expect(httpError(Self.post("Transfer-Encoding: chunked", "0\r\nX: \(long)")) == .badChunk)
    let many = String(repeating: "X: a\r\n", count: 2_000)
    #expect(httpError(Self.post("Transfer-Encoding: chunked", "0\r\n\(many)")) == .badChunk)
  }

  @Test func aBodyEndsTheMessageAndWhatFollowsIsTheNext() {
    let decoding = Decoding(
      Self.post("Content-Length: 3", "abc") + Self.post("Transfer-Encoding: chunked", "1\r\nd\r\n0\r\n\r\n")
        + "GET /x HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(decoding.messages.map(\.body) == [Array("abc".utf8), Array("d".utf8), []])
    #expect(decoding.messages.map(\.isComplete) == [true, true, true])
  }

  @Test func theEndOfAConnectionEndsOnlyWhatItMayEnd() throws {
    func end(_ text: String, _ kind: HTTPHeadParser.Kind) throws -> Bool {
      var decoder = HTTPDecoder(kind, headBytesMax: 1_024)
      var input = ByteBuffer(string: text)
      while try decoder.next(&input) != nil {}
      if case .end = try decoder.finish() { return true }
      return false
    }
    #expect(try end("HTTP/1.1 200 OK\r\n\r\nabc", .response))
    #expect(try !end("", .response))
    #expect(throws: HTTPError.unexpectedEnd) {
      try end("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nabc", .response)
    }
    #expect(throws: HTTPError.unexpectedEnd) { try end("HTTP/1.1 200 OK\r\n", .response) }
    #expect(throws: HTTPError.unexpectedEnd) {
      try end(Self.post("Transfer-Encoding: chunked", "1\r\na\r\n"), .request)
    }
  }

  @Test func afterAnErrorNothingMoreIsRead() {
    var decoder = HTTPDecoder(.request, headBytesMax: 1_024)
    var input = ByteBuffer(string: "BAD\r\n\r\n")
    #expect(throws: HTTPError.badStartLine) { try decoder.next(&input) }
    input = ByteBuffer(string: "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(throws: HTTPError.badStartLine) { try decoder.next(&input) }
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func anySplitGivesTheSameEvents(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<150 {
      let bytes = MessageMutator.message(&random)
      let whole = Decoding([bytes])
      #expect(Decoding(MessageMutator.pieces(of: bytes, &random)) == whole)
      #expect(Decoding(bytes.map { [$0] }) == whole)
    }
  }
}
