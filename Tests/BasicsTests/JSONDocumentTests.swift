import Testing

@testable import Basics

@Suite("JSON document")
struct JSONDocumentTests {
  func failure(_ text: String, limits: JSONLimits = .standard) -> JSONError.Code? {
    failure(Array(text.utf8), limits: limits)
  }

  func failure(_ bytes: [UInt8], limits: JSONLimits = .standard) -> JSONError.Code? {
    do throws(JSONError) {
      _ = try JSONDocument(parsing: bytes, limits: limits)
      return nil
    } catch {
      return error.code
    }
  }

  @Test(arguments: [
    "null", "true", " false ", "0", "-0", "10", "1.5e-3", "1E+9", "\"\"", "[]", "{}", "[1,2,[3]]", "{\"a\":{\"b\":[]}}",
    "\"\\u00e9\\ud83d\\ude00\\n\"", "\"é😀\"", "{\"a\":1,\"b\":2}", "12345678901234567890123",
  ])
  func validTextIsRead(_ text: String) { #expect(failure(text) == nil) }

  @Test(arguments: [
    ("", JSONError.Code.empty), ("  ", .empty), ("tru", .syntax), ("01", .trailingData), ("1.", .syntax), ("-", .syntax),
    (".5", .syntax), ("+1", .syntax), ("NaN", .syntax), ("[1,]", .syntax), ("{\"a\":1,}", .syntax), ("{a:1}", .syntax),
    ("[1 2]", .syntax), ("{\"a\" 1}", .syntax), ("\"a", .syntax), ("\"\\x\"", .syntax), ("\"\\u12g4\"", .syntax),
    ("\"a\nb\"", .syntax), ("[1}", .syntax), ("{} {}", .trailingData), ("null,", .trailingData),
    ("\"\\ud800\"", .loneSurrogate), ("\"\\udc00\"", .loneSurrogate), ("\"\\ud800\\u0041\"", .loneSurrogate),
    ("{\"a\":1,\"a\":2}", .duplicateKey), ("{\"method\":1,\"m\\u0065thod\":2}", .duplicateKey),
    ("[{\"x\":{\"k\":1,\"k\":1}}]", .duplicateKey), ("\u{FEFF}{}", .byteOrderMark), ("]", .syntax), ("[", .syntax),
  ])
  func invalidTextIsRefused(_ text: String, _ code: JSONError.Code) { #expect(failure(text) == code) }

  @Test(arguments: [
    [0x22, 0xFF, 0x22], [0x22, 0xC0, 0xAF, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xE2, 0x82, 0x22],
    [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0x22, 0x80, 0x22], [0x22, 0xF0, 0x9F, 0x98],
  ] as [[UInt8]])
  func invalidUTF8IsRefused(_ bytes: [UInt8]) { #expect(failure(bytes) == .invalidUTF8) }

  @Test func depthAndNodeLimitsHold() {
    let deep = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
    #expect(failure(deep) == nil)
    #expect(failure("[" + deep + "]") == .tooDeep)
    #expect(failure("[1,2,3]", limits: JSONLimits(nodesMax: 3)) == .tooManyNodes)
  }

  @Test func duplicateAmongManyKeysIsFound() {
    let keys = (0..<1_000).map { "\"k\($0)\":0" }
    #expect(failure("{" + keys.joined(separator: ",") + "}") == nil)
    #expect(failure("{" + keys.joined(separator: ",") + ",\"k\\u0035\":1}") == .duplicateKey)
  }

  @Test func tapeTellsWhereEverythingIs() throws {
    let text = #"{"a":[1,"x\ny"],"b":{"c":null}}"#
    let document = try JSONDocument(parsing: Array(text.utf8))
    let array = try #require(document.member(named: "a", of: 0))
    #expect(document.elements(of: array).count == 2)
    #expect(document.string(at: document.elements(of: array)[1]) == "x\ny")
    let inner = try #require(document.member(key: "b", of: 0))
    #expect(String(decoding: document.bytes[document.range(at: inner)], as: UTF8.self) == #"{"c":null}"#)
    #expect(document.member(named: "z", of: 0) == nil)
    #expect(document.value().text == text)
  }

  @Test func serialisedValuesReadBackEqual() throws {
    let text = #"{"n":[0,-1,1.5,1e400,123456789012345678901],"s":"\u0000\"\\é","o":{"z":true,"a":false}}"#
    let value = try JSONValue.parse(text)
    #expect(try JSONValue.parse(value.serialized()) == value)
    #expect(value["n"]?.arrayValue?.last?.text == "123456789012345678901")
  }

  @Test func anyMutationOfValidTextIsReadOrRefusedWithoutATrap() {
    let seed = Array(#"{"jsonrpc":"2.0","id":1,"params":{"name":"é\u00e9","arguments":{"x":[1.5e3,true,null]}}}"#.utf8)
    var random = SeededGenerator(seed: 7)
    for _ in 0..<20_000 {
      var bytes = seed
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let at = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: at)
        default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: at)
        }
      }
      if let document = try? JSONDocument(parsing: bytes) {
        #expect((try? JSONValue.parse(document.value().serialized())) == document.value())
      }
    }
  }
}

struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }
  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
}
