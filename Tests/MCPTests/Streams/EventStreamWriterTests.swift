import Testing

@testable import MCP

@Suite("Event stream writer")
struct EventStreamWriterTests {
  static func readBack(_ writer: EventStreamWriter) throws -> [ServerSentEvent] {
    try EventStreamParserTests.events([writer.bytes])
  }

  @Test func aBlockPassesByteForByte() throws {
    let stream = "id: 1\r\ndata:x\r\nfoo: bar\r\n\r\n: ping\n\ndata: y\r\r"
    var writer = EventStreamWriter()
    for event in try EventStreamParserTests.events(stream) { writer.write(event) }
    #expect(writer.take().text == stream)
    #expect(writer.bytes.isEmpty)
  }

  @Test func replacedDataKeepsIdNameAndRetry() throws {
    let event = try #require(
      try EventStreamParserTests.events("event: message\nid: 7-a\nretry: 250\ndata: secret\n\n").first)
    var writer = EventStreamWriter()
    writer.write(event, replacingDataWith: Array(#"{"jsonrpc":"2.0"}"#.utf8))
    let back = try #require(try Self.readBack(writer).first)
    #expect(back.data.text == #"{"jsonrpc":"2.0"}"#)
    #expect(back.id == Array("7-a".utf8)[...] && back.retryMilliseconds == 250 && back.isMessage)
    #expect(!writer.bytes.text.contains("secret"))
  }

  @Test(arguments: ["{}", "", "a\nb", "a\r\nb\rc", "\n", " leading", "a\n\nb", ": no comment"])
  func dataReadsBackWithItsLineBreaksAsLF(data: String) throws {
    var writer = EventStreamWriter()
    writer.write(data: Array(data.utf8), id: "1", name: "n", retryMilliseconds: 3)
    let back = try Self.readBack(writer)
    let expected = Array(data.utf8).text.split(separator: "\r\n", omittingEmptySubsequences: false)
      .joined(separator: "\n").split(separator: "\r", omittingEmptySubsequences: false).joined(separator: "\n")
    #expect(back.count == 1 && back[0].data.text == expected)
    #expect(back[0].retryMilliseconds == 3)
  }

  @Test func aLineBreakInAnIdStartsNoField() throws {
    var writer = EventStreamWriter()
    writer.write(data: Array("x".utf8), id: "1\ndata: forged\r\n\r\n", name: "a\u{0}b")
    let back = try Self.readBack(writer)
    #expect(back.map(\.data.text) == ["x"])
    #expect(back[0].id.map(Array.init)?.text == "1data: forged")
    #expect(back[0].name.map(Array.init)?.text == "ab")
  }

  @Test func aCommentIsABlockWithoutData() throws {
    var writer = EventStreamWriter()
    writer.writeComment("keep-alive")
    writer.writeComment()
    #expect(writer.bytes.text == ": keep-alive\n\n: \n\n")
    #expect(try Self.readBack(writer).allSatisfy { !$0.hasData })
  }

  @Test func anyDataReadsBack() throws {
    var random = SeededRandom(seed: 5)
    let alphabet: [UInt8] = Array("ab:\n\r data".utf8)
    for _ in 0..<500 {
      let data = (0..<Int.random(in: 0..<20, using: &random)).map { _ in
        alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
      }
      var writer = EventStreamWriter()
      writer.write(data: data)
      var expected: [UInt8] = []
      for (index, byte) in data.enumerated() where !(byte == 10 && index > 0 && data[index - 1] == 13) {
        expected.append(byte == 13 ? 10 : byte)
      }
      #expect(try Self.readBack(writer).map(\.data) == [expected])
    }
  }
}
