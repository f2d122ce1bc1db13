import Basics
import Testing

@testable import YAML

@Suite("YAML reader")
struct YAMLReaderTests {
  func read(_ text: String, limits: YAMLLimits = .standard) throws(YAMLError) -> YAMLNode? {
    try YAMLReader(limits: limits).read(Array(text.utf8))
  }

  func code(_ text: String, limits: YAMLLimits = .standard) -> YAMLError.Code? {
    do {
      _ = try read(text, limits: limits)
      return nil
    } catch {
      return error.code
    }
  }

  @Test func valuesKeepTheirPlace() throws {
    let root = try #require(try read("a:\n  b: [1, two]\n"))
    let b = try #require(root["a"]?["b"])
    #expect(b.mark == YAMLMark(line: 2, column: 6))
    #expect(root["a"]?.entries?.first?.keyMark == YAMLMark(line: 2, column: 3))
  }

  @Test func textBecomesJSONByTheCoreSchema() throws {
    let text = """
      null_: ~
      yes_: yes
      true_: True
      hex: 0x1F
      octal: 0o17
      plus: +5
      zeros: 007
      half: .5
      point: 5.
      big: 1e3
      version: 1.2.3
      quoted: "5"
      block: |
        5
      infinity: .inf
      list: [a, -1, false]
      """
    let json = try #require(try read(text)).json
    #expect(
      json.text
        == #"{"null_":null,"yes_":"yes","true_":true,"hex":31,"octal":15,"plus":5,"zeros":7,"half":0.5,"#
        + #""point":5,"big":1e3,"version":"1.2.3","quoted":"5","block":"5\n","infinity":".inf","#
        + #""list":["a",-1,false]}"#)
  }

  @Test func emptyTextHasNoRoot() throws {
    #expect(try read("") == nil)
    #expect(try read("# nothing\n\n") == nil)
  }

  @Test(arguments: [
    ("a: 1\na: 2", YAMLError.Code.duplicateKey),
    ("a: 1\n\"a\": 2", .duplicateKey),
    ("? [a]\n: 1", .keyNotText),
    ("a: &x 1\nb: *x", .aliasUnsupported),
    ("a: !!int 5", .tagUnsupported),
    ("a: !mine [5]", .tagUnsupported),
    ("a: 1\n--- \nb: 2", .malformed),
    ("a: [1", .malformed),
    ("a: b: c", .malformed),
    ("\tb: 1", .malformed),
    ("a: \u{1}", .malformed),
  ])
  func textThatMeansMoreThanItShowsIsRefused(text: String, expected: YAMLError.Code) {
    #expect(code(text) == expected)
  }

  @Test func malformedTextIsToldWithItsLine() {
    #expect {
      try read("a: 1\nb: [1,\nc: 2\n")
    } throws: {
      ($0 as? YAMLError)?.mark.map { $0.line >= 2 } == true
    }
  }

  @Test func limitsHold() {
    let deep = String(repeating: "[", count: 900) + String(repeating: "]", count: 900)
    #expect(code(deep) == .tooDeep)
    #expect(code(String(repeating: "[", count: 100_000)) == .malformed)
    #expect(code("[1, 2, 3]", limits: YAMLLimits(nodesMax: 3)) == .tooManyNodes)
    #expect(code("abcdef", limits: YAMLLimits(bytesMax: 5)) == .tooLarge)
    #expect(throws: YAMLError.self) { try YAMLReader().read([0x61, 0x3A, 0xFF]) }
  }

  /// Each level stands for nine of the level below; without the scan the parser would build them all.
  @Test func endlessAliasesAreRefusedAtOnce() {
    var text = "a0: &a0 [x]\n"
    for level in 1...40 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(aliases)]\n"
    }
    text += "? *a40\n: 1\n"
    #expect(code(text) == .aliasUnsupported)
  }

  @Test func ampersandsAndAsterisksInTextAreAllowed() throws {
    let root = try #require(try read("a: Tom & Jerry\nb: \"*bold* & more\"\nc: '*'\nd: x*y&z"))
    #expect(root.json["b"] == "*bold* & more")
  }

  @Test func mutatedTextNeverCrashesTheReader() {
    let seed = Array(
      "a: {b: [1, 'x', \"\\u00e9\\xff\"], ? c : |\n  text\n}\nd: >-\n  é\n# end\n- &a *a !!str %TAG ---\n"
        .utf8)
    var generator = SplitMix(state: 7)
    let alphabet = Array("{}[]:,-?&*!|>'\"%@`#\n\t \\abc019~<.\u{FEFF}é\0".utf8)
    for _ in 0..<4_000 {
      var bytes = seed
      for _ in 0..<Int.random(in: 1...8, using: &generator) {
        let at = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes.remove(at: at)
        case 1: bytes.insert(alphabet.randomElement(using: &generator) ?? 0, at: at)
        case 2: bytes[at] = UInt8.random(in: 0...255, using: &generator)
        default: bytes.insert(contentsOf: bytes[at...].prefix(9), at: at)
        }
        if bytes.isEmpty { break }
      }
      if let node = try? YAMLReader().read(bytes) { _ = node.json.serialized() }
    }
  }
}

/// SplitMix64, so that a failing input can be made again.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
