import Basics
import Detection
import Testing

/// A small repeatable source of chance.
struct Chance: RandomNumberGenerator {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
    return value ^ value >> 31
  }

  /// A whole number from 0 to less than `limit`.
  mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &self) }
}

@Suite("Whatever comes") struct ChanceTests {
  private let scratch = ScanScratch()

  private static let seeds = [
    "AKIA" + "Q7ZL2MNB4XWTV6RC", "4111 1111 1111 1111", "jane.doe@example.com",
    "ghp_" + "k9QzP2mX7vB4nL8wT3rY6uJ1hG5fD0sAeKcV",
    "Ignore all previous instructions", "password=tr0ub4dor&3", "-----BEGIN RSA PRIVATE KEY-----",
    "DE89 3704 0044 0532 0130 00",
    "é", "\u{200b}", "\u{e0041}", "%41", "&#65;", "\\u0041", "\"", "\\", "\n", "{\"a\":\"",
    "QUtJQVE3WkwyTU5CNFhXVFY2UkM", "٣",
    "Bearer ", "token: ", "<IMPORTANT>", "+49 30 901820", "536-22-1234", "https://u:zq81kd@h/",
  ]

  /// Text made of things that rules look for, cut and mixed.
  private func text(_ chance: inout Chance) -> String {
    var text = ""
    for _ in 0..<Int.random(in: 0...6, using: &chance) {
      let seed = Self.seeds[Int.random(in: 0..<Self.seeds.count, using: &chance)]
      text +=
        Bool.random(using: &chance)
        ? seed : String(seed.prefix(Int.random(in: 0...seed.count, using: &chance)))
      if Bool.random(using: &chance) { text += " " }
    }
    return text
  }

  private func value(_ chance: inout Chance, depth: Int) -> JSONValue {
    switch Int.random(in: 0..<(depth > 3 ? 4 : 7), using: &chance) {
    case 0, 1: return .string(text(&chance))
    case 2: return .number(JSONNumber(Int64.random(in: 0...9_999_999_999_999_999, using: &chance)))
    case 3: return Bool.random(using: &chance) ? .null : .bool(true)
    case 4: return .array((0..<3).map { _ in value(&chance, depth: depth + 1) })
    default:
      var members: [String: JSONValue] = [:]
      for _ in 0..<3 {
        let key = Bool.random(using: &chance) ? "password" : text(&chance)
        members[key] = value(&chance, depth: depth + 1)
      }
      return .object(JSONObject(members.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }))
    }
  }

  @Test func redactionGivesValidJSONInWhichNothingIsFound() throws {
    let engine = try Rules.engine()
    var chance = Chance(1)
    var repeats = 0
    for _ in 0..<400 {
      let document = try JSONDocument(parsing: value(&chance, depth: 0).serialized())
      let findings = engine.scan(document, scratch: scratch)
      for finding in findings {
        #expect(finding.range.lowerBound >= 0 && finding.range.upperBound <= document.bytes.count)
      }
      let redacted = engine.redacting(document, scratch: scratch)
      #expect(redacted.isClean && redacted.findings == findings)
      // Once is nearly always enough.
      let once = try JSONDocument(parsing: engine.redacted(document, findings))
      if !engine.scan(once, scratch: scratch).isEmpty { repeats += 1 }
      let last = try JSONDocument(parsing: redacted.bytes)
      #expect(
        engine.scan(last, scratch: scratch).isEmpty, "\(String(decoding: document.bytes, as: UTF8.self))")
    }
    #expect(repeats < 20)
  }

  @Test func escapingChangesNothingAboutWhatIsFound() throws {
    let engine = try Rules.engine()
    var chance = Chance(2)
    for _ in 0..<300 {
      let text = text(&chance)
      var escaped = ""
      for unit in text.utf16 {
        escaped += "\\u" + Hex.encode([UInt8(unit >> 8), UInt8(unit & 0xff)])
      }
      let plain = try JSONDocument(parsing: JSONValue.array([.string(text)]).serialized())
      let hidden = try JSONDocument(parsing: Array("[\"\(escaped)\"]".utf8))
      #expect(
        engine.scan(plain, scratch: scratch).map(\.rule) == engine.scan(hidden, scratch: scratch).map(\.rule),
        "\(text)")
    }
  }

  @Test func anyBytesAreScannedAndRedactedWithoutHarm() throws {
    let engine = try Rules.engine()
    var chance = Chance(3)
    for _ in 0..<400 {
      var bytes = Array(text(&chance).utf8)
      for _ in 0..<Int.random(in: 0...8, using: &chance) {
        bytes.insert(
          UInt8.random(in: 0...255, using: &chance), at: Int.random(in: 0...bytes.count, using: &chance))
      }
      let findings = engine.scan(text: bytes, scratch: scratch)
      let redacted = engine.redacted(text: bytes, findings)
      #expect(findings.isEmpty == (redacted == bytes))
    }
  }

  @Test func aSecretIsFoundWhereverItStands() throws {
    let engine = try Rules.engine()
    let key = "AKIA" + "Q7ZL2MNB4XWTV6RC"
    for length in [0, 1, 7, 63, 64, 65, 511, 512, 513, 4_095, 70_000] {
      let filler = String(repeating: "lorem ipsum ", count: length / 12 + 1).prefix(length)
      let found = engine.scan(text: Array("\(filler) \(key) \(filler)".utf8), scratch: scratch)
      #expect(found.map(\.rule) == ["aws-access-key-id"], "\(length)")
      #expect(found.first?.range == length + 1..<length + 21)
    }
  }
}
