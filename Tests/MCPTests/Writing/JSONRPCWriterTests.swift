import Basics
import Testing

@testable import MCP

@Suite("JSON-RPC writer")
struct JSONRPCWriterTests {
  @Test func anErrorEchoesTheRawId() throws {
    let envelope = try Envelope(parsing: Array(#"{"jsonrpc":"2.0","id":"\u0041\"","method":"ping"}"#.utf8))
    let bytes = JSONRPCWriter.error(
      id: envelope.rawID, code: -31006, message: "No \"bash\".", data: Array(#"{"code":"x"}"#.utf8))
    #expect(
      bytes.text
        == #"{"jsonrpc":"2.0","id":"\u0041\"","error":{"code":-31006,"message":"No \"bash\".","data":{"code":"x"}}}"#)
    #expect(try Envelope(parsing: bytes).id == envelope.id)
  }

  @Test func anUnreadableIdIsNullOrLeftOut() throws {
    let null = JSONRPCWriter.error(code: -32700, message: "m")
    #expect(null.text == #"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"m"}}"#)
    let omitted = JSONRPCWriter.error(code: -32700, message: "m", missingID: .omitted)
    #expect(omitted.text == #"{"jsonrpc":"2.0","error":{"code":-32700,"message":"m"}}"#)
    #expect(try Envelope(parsing: null).kind == .errorResponse)
    #expect(try Envelope(parsing: omitted).kind == .errorResponse)
  }

  @Test func resultsKeepTheirNumbers() throws {
    let bytes = JSONRPCWriter.result(id: Array("12".utf8), result: Array(#"{"n":1.0,"m":9007199254740993}"#.utf8))
    #expect(bytes.text == #"{"jsonrpc":"2.0","id":12,"result":{"n":1.0,"m":9007199254740993}}"#)
  }

  @Test func aToolErrorSaysThatItIsCompleteInTheModernEraOnly() throws {
    let id = Array("1".utf8)
    let modern = try Envelope(parsing: JSONRPCWriter.toolError(id: id, text: "no", era: .modern))
    let legacy = try Envelope(
      parsing: JSONRPCWriter.toolError(id: id, text: "no", structured: Array("{}".utf8), era: .legacy))
    let modernResult = modern.document.value()["result"]
    let legacyResult = legacy.document.value()["result"]
    #expect(modernResult?["resultType"]?.stringValue == "complete")
    #expect(legacyResult?["resultType"] == nil && legacyResult?["structuredContent"] == [:])
    #expect(legacyResult?["isError"] == true)
    #expect(legacyResult?["content"]?.arrayValue?.first?["text"] == "no")
  }

  @Test func requestsAndNotificationsReadBack() throws {
    let request = try Envelope(
      parsing: JSONRPCWriter.request(id: Array(#""g-1""#.utf8), method: .toolsList, params: Array("{}".utf8)))
    #expect(request.kind == .request && request.method == .toolsList && request.id == .string("g-1"))
    let notification = try Envelope(parsing: JSONRPCWriter.notification(method: .initialized))
    #expect(notification.kind == .notification && notification.method == .initialized)
  }
}
