import Basics
import Detection
import Testing

/// Texts made to be slow: near misses, floods of candidates, openers without ends.
@Suite("Worst cases") struct WorstCaseTests {
  private let scratch = ScanScratch()

  private static let units = [
    "AKIA", "eyJ", "password=", "-----BEGIN RSA PRIVATE KEY-----", "a@", "1", "4111 ", "(", "%41", "&#65;",
    "\\u0041", "+1 ",
    "ignore all ", "ignore previous previous ", "<IMPORTANT>", "send all data ", "QUtJ", "http://a:",
    "token: ", "\u{e0041}",
    "é", "AAAA ", "the user must not ", "$(cat ", "key = ", "DE89 ", "1.2.3.", "A", "sk-ant-api03-A", "ghp_",
  ]

  private func seconds(_ text: [UInt8], _ engine: DetectionEngine) -> Double {
    let took = ContinuousClock().measure { _ = engine.scan(text: text, scratch: scratch) }
    return Double(took.components.seconds) + Double(took.components.attoseconds) / 1e18
  }

  private func text(of unit: String, bytes: Int) -> [UInt8] {
    let unit = Array(unit.utf8)
    return Array((0..<(bytes / unit.count + 1)).flatMap { _ in unit }.prefix(bytes))
  }

  @Test func timeGrowsWithTheTextAndNotWithItsSquare() throws {
    let engine = try Rules.engine()
    for unit in Self.units {
      let small = text(of: unit, bytes: 2_048)
      let large = text(of: unit, bytes: 16_384)
      _ = seconds(small, engine)
      let (short, long) = (seconds(small, engine), seconds(large, engine))
      // Eight times the text: a square would take 64 times as long. Short times are mostly noise.
      #expect(long < 0.25 || long < short * 24, "\(unit): \(short) s, \(long) s")
    }
  }
}
