import Basics
import Testing

@testable import MCP

@Suite("Envelope, any bytes")
struct EnvelopeFuzzTests {
  static let seeds = [
    #"{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"add","arguments":{"a":[1,2.5e3,"\u00e9"]}}}"#,
    #"[{"jsonrpc":"2.0","id":"x","method":"resources/read","params":{"uri":"file:///é"}}]"#,
    #"{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"hi"}],"isError":false}}"#,
    #"{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":"t","progress":1}}"#,
    #"{"jsonrpc":"2.0","id":0,"error":{"code":-32602,"message":"bad","data":{"uri":"x"}}}"#,
  ]

  /// Bytes that mean something to a parser, so that a change hits more than string content.
  static let alphabet: [UInt8] = Array(#"{}[]":,\0123456789-+.eEtfnu/ "#.utf8) + [0, 0x0A, 0x0D, 0x7F, 0xC3, 0xFF]

  static func mutated(_ seed: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
    var bytes = seed
    for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
      let at = Int.random(in: 0..<bytes.count, using: &random)
      let byte = alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
      switch Int.random(in: 0..<5, using: &random) {
      case 0: bytes[at] = byte
      case 1: bytes.insert(byte, at: at)
      case 2: bytes.remove(at: at)
      case 3: bytes.removeSubrange(at...)
      default: bytes.insert(contentsOf: bytes[at..<min(at + 12, bytes.count)], at: at)
      }
    }
    return bytes
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func whatIsAcceptedMeansTheSameToASecondReading(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    var accepted = 0
    for round in 0..<4000 {
      let body = Self.mutated(Array(Self.seeds[round % Self.seeds.count].utf8), &random)
      guard let message = try? EnvelopeBody(parsing: body, negotiated: .v2025_03_26) else { continue }
      accepted += 1
      for envelope in message.envelopes { try Self.check(envelope) }
    }
    #expect(accepted > 50)
  }

  /// Reads the message again as a tree, which shares no code with the envelope's walk over the tape.
  static func check(_ envelope: Envelope) throws {
    let tree = try JSONValue.parse(Array(envelope.bytes))
    #expect(tree["jsonrpc"]?.stringValue == "2.0")
    #expect(tree["method"]?.stringValue == envelope.method?.name)
    if let rawID = envelope.rawID {
      #expect(try JSONValue.parse(Array(rawID)) == tree["id"])
    }
    switch envelope.id {
    case .integer(let value): #expect(tree["id"]?.intValue == Int(value))
    case .string(let text): #expect(tree["id"]?.stringValue == text)
    case nil: #expect(tree["id"] == nil || tree["error"] != nil)
    }
    if envelope.method == .toolsCall { #expect(tree["params"]?["name"]?.stringValue == envelope.name) }
    if envelope.method == .resourcesRead { #expect(tree["params"]?["uri"]?.stringValue == envelope.name) }
  }

  @Test func noiseNeverPassesAndNeverTraps() {
    var random = SeededRandom(seed: 99)
    for _ in 0..<3000 {
      let bytes = (0..<Int.random(in: 0..<60, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      #expect((try? Envelope(parsing: bytes)) == nil)
    }
  }

  @Test func depthIsBounded() {
    let limits = EnvelopeLimits(json: JSONLimits(depthMax: 8))
    func body(_ levels: Int) -> [UInt8] {
      let open = String(repeating: "[", count: levels)
      let close = String(repeating: "]", count: levels)
      return Array(#"{"jsonrpc":"2.0","id":1,"method":"ping","params":\#(open)\#(close)}"#.utf8)
    }
    #expect((try? Envelope(parsing: body(7), limits: limits)) != nil)
    #expect((try? Envelope(parsing: body(8), limits: limits)) == nil)
    #expect((try? Envelope(parsing: body(100_000), limits: limits)) == nil)
  }
}
