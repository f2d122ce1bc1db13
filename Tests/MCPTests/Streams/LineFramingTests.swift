import Testing

@testable import MCP

@Suite("Line framing")
struct LineFramingTests {
  static func lines(_ pieces: [[UInt8]], lineBytesMax: Int = 1000) -> [String] {
    var framing = LineFraming(lineBytesMax: lineBytesMax)
    var lines: [String] = []
    for piece in pieces {
      framing.append(piece)
      reading: while true {
        do throws(EventStreamError) {
          guard let line = try framing.next() else { break reading }
          lines.append(line.text)
        } catch {
          lines.append(error.code.rawValue)
        }
      }
    }
    return lines
  }

  @Test func everySplitGivesTheSameLines() {
    let bytes = Array("{\"a\":1}\n\r\n\nxy\r\nlog: é\nrest".utf8)
    let whole = Self.lines([bytes])
    #expect(whole == ["{\"a\":1}", "xy", "log: é"])
    for cut in 0...bytes.count {
      #expect(Self.lines([Array(bytes[..<cut]), Array(bytes[cut...])]) == whole)
    }
    #expect(Self.lines(bytes.map { [$0] }) == whole)
  }

  @Test func aLineOverTheLimitIsToldOnceAndTheNextIsRead() {
    let bytes = Array("0123456789\nok\n0123456789".utf8)
    for cut in 0...bytes.count {
      let lines = Self.lines([Array(bytes[..<cut]), Array(bytes[cut...])], lineBytesMax: 5)
      #expect(lines == ["stream_line_too_long", "ok", "stream_line_too_long"])
    }
  }

  @Test func aPrettyMessageBecomesOneLine() throws {
    let line = LineFraming.line(Array("{\r\n \"a\": \"x\\n\"\n}".utf8))
    #expect(line.text == "{   \"a\": \"x\\n\" }\n")
  }
}
