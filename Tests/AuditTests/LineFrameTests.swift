import Testing

@testable import Audit

@Suite("Line frame") struct LineFrameTests {
  private static let line: [UInt8] = {
    var chain = Chain(sequence: 41, hash: LineHash(of: [1, 2, 3]))
    var lines: [UInt8] = []
    chain.append(#""event":"stop""#, to: &lines)
    return lines.dropLast()
  }()

  @Test func aLineIsReadAsItWasWritten() {
    #expect(LineFrame(of: Self.line) == LineFrame(sequence: 42, previous: LineHash(of: [1, 2, 3])))
    for sequence: UInt64 in [1, 9, 10, .max] {
      var chain = Chain(sequence: sequence - 1, hash: .genesis)
      var lines: [UInt8] = []
      chain.append("\"", to: &lines)
      #expect(LineFrame(of: lines.dropLast()) == LineFrame(sequence: sequence, previous: .genesis))
    }
  }

  @Test func whatHasNotTheFormIsRefused() {
    let hash = LineHash.genesis.hex
    for text in [
      "", "{", #"{"sequence":"#, #"{"sequence":1,"prev_hash":"\#(hash)"}"#,
      #"{"sequence":01,"a":1,"prev_hash":"\#(hash)"}"#,
      #"{"sequence":-1,"a":1,"prev_hash":"\#(hash)"}"#,
      #"{"sequence":18446744073709551616,"a":1,"prev_hash":"\#(hash)"}"#,
      #"{"sequence":1 ,"a":1,"prev_hash":"\#(hash)"}"#,
      #"{"sequence":1,"a":1,"prev_hash":"\#(hash.uppercased())"}"#,
      #"{"sequence":1,"a":1,"prev_hash":"\#(hash)"} "#, #" {"sequence":1,"a":1,"prev_hash":"\#(hash)"}"#,
      #"{"sequence":1,"a":1,"prev_hash":"\#(hash.dropLast())"}"#,
      #"{"sequence":,"a":1,"prev_hash":"\#(hash)"}"#,
    ] {
      #expect(LineFrame(of: Array(text.utf8)) == nil, "\(text)")
    }
  }

  @Test func everyBeginningAndEveryEndOfALineIsRefused() {
    for length in 0..<Self.line.count {
      #expect(LineFrame(of: Array(Self.line.prefix(length))) == nil)
      #expect(LineFrame(of: Array(Self.line.suffix(length))) == nil)
    }
  }

  @Test func changedBytesNeverStopTheReader() {
    var state: UInt64 = 0x9e37_79b9_7f4a_7c15
    func next() -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state >> 33)
    }
    for _ in 0..<4_000 {
      var bytes = Self.line
      for _ in 0..<(1 + next() % 4) {
        switch next() % 3 {
        case 0: bytes[next() % bytes.count] = UInt8(truncatingIfNeeded: next())
        case 1: bytes.remove(at: next() % bytes.count)
        default: bytes.insert(UInt8(truncatingIfNeeded: next()), at: next() % bytes.count)
        }
      }
      // Whatever still reads as a line is written back as its own frame.
      guard let frame = LineFrame(of: bytes) else { continue }
      #expect(bytes.starts(with: LineFrame.opening + Array("\(frame.sequence),".utf8)))
      #expect(bytes.suffix(66).elementsEqual(Array((frame.previous.hex + "\"}").utf8)))
    }
  }

  @Test func hashesAreReadAsTheyAreWritten() {
    for byte in 0..<64 {
      let hash = LineHash(of: [UInt8(byte)])
      #expect(LineHash(hex: hash.hex.utf8) == hash)
      #expect(hash.hex.utf8.count == 64)
    }
    #expect(LineHash(hex: "".utf8) == nil)
    #expect(LineHash(hex: String(repeating: "g", count: 64).utf8) == nil)
  }
}
