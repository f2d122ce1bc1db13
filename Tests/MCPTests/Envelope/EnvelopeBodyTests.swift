import Testing

@testable import MCP

@Suite("Envelope body")
struct EnvelopeBodyTests {
  static let ping = #"{"jsonrpc":"2.0","id":1,"method":"ping"}"#
  static let note = #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":9}}"#
  static let answer = #"{"jsonrpc":"2.0","id":1,"result":{}}"#
  static let call = #"{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"bash"}}"#

  static func code(_ text: String, _ version: ProtocolVersion?) -> EnvelopeError.Code? {
    do throws(EnvelopeError) {
      _ = try EnvelopeBody(parsing: Array(text.utf8), negotiated: version)
      return nil
    } catch {
      return error.code
    }
  }

  @Test func aBatchGivesEveryElementWithItsOwnBytes() throws {
    let body = try EnvelopeBody(
      parsing: Array("[\(Self.ping), \(Self.call),\(Self.note)]".utf8), negotiated: .v2025_03_26)
    let envelopes = body.envelopes
    #expect(envelopes.map { Array($0.bytes).text } == [Self.ping, Self.call, Self.note])
    #expect(envelopes.map(\.name) == [nil, "bash", nil])
    #expect(envelopes.map { $0.rawID.map(Array.init)?.text } == ["1", "2", nil])
  }

  @Test(arguments: ProtocolVersion.allCases.filter { $0 != .v2025_03_26 })
  func batchesOutsideTheirRevisionAreRefused(version: ProtocolVersion) {
    #expect(Self.code("[\(Self.ping)]", version) == .batchNotAllowed)
  }

  @Test func batchesBeforeAnyNegotiationAreRefused() {
    #expect(Self.code("[\(Self.ping)]", nil) == .batchNotAllowed)
  }

  @Test func aSingleMessageNeedsNoBatch() throws {
    let body = try EnvelopeBody(parsing: Array(Self.ping.utf8), negotiated: .v2025_03_26)
    guard case .single(let envelope) = body else { throw EnvelopeError(.notAnObject, at: 0) }
    #expect(envelope.method == .ping)
  }

  @Test(arguments: [
    ("[]", EnvelopeError.Code.batchEmpty),
    ("[[\(ping)]]", .batchNotAllowed),
    ("[1]", .notAnObject),
    ("[\(ping),\(answer)]", .batchMixed),
    ("[\(answer),\(note)]", .batchMixed),
    ("[\(ping),\(ping)]", .batchRepeatsID),
    (#"[{"jsonrpc":"2.0","id":5,"method":"initialize","params":{}}]"#, .batchHoldsInitialize),
    ("[\(ping),{\"id\":3}]", .versionNotTwo),
    ("[" + Array(repeating: note, count: 101).joined(separator: ",") + "]", .batchTooLong),
  ])
  func badBatchesAreRefusedWhole(text: String, code: EnvelopeError.Code) {
    #expect(Self.code(text, .v2025_03_26) == code)
  }
}
