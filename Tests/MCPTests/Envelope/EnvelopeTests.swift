import Basics
import Testing

@testable import MCP

@Suite("Envelope")
struct EnvelopeTests {
  static func read(_ text: String) throws(EnvelopeError) -> Envelope {
    try Envelope(parsing: Array(text.utf8))
  }

  static func refusal(of text: String) -> EnvelopeError? {
    do throws(EnvelopeError) {
      _ = try read(text)
      return nil
    } catch {
      return error
    }
  }

  @Test func aToolCallShowsItsParts() throws {
    let envelope = try Self.read(
      #"""
      {"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"add","arguments":{"a":1},
      "_meta":{"progressToken":"p","io.modelcontextprotocol/protocolVersion":"2026-07-28",
      "io.modelcontextprotocol/clientCapabilities":{}}},"extra":true}
      """#)
    #expect(envelope.kind == .request)
    #expect(envelope.id == .integer(7))
    #expect(envelope.rawID.map(Array.init)?.text == "7")
    #expect(envelope.method == .toolsCall)
    #expect(envelope.method?.label == "tools/call")
    #expect(envelope.name == "add")
    #expect(envelope.statedVersion == "2026-07-28")
    let arguments = try #require(envelope.arguments)
    #expect(Array(envelope.document.bytes[envelope.document.range(at: arguments)]).text == #"{"a":1}"#)
    #expect(try envelope.document.string(at: #require(envelope.progressToken)) == "p")
    #expect(envelope.clientCapabilities != nil && envelope.metadata != nil && envelope.params != nil)
    #expect(Array(envelope.bytes).text.hasSuffix(#""extra":true}"#))
  }

  @Test func aNotificationHasNoID() throws {
    let envelope = try Self.read(#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#)
    #expect(envelope.kind == .notification && envelope.id == nil && envelope.rawID == nil)
  }

  @Test func anUnknownMethodKeepsItsNameAndIsLabelledOther() throws {
    let envelope = try Self.read(#"{"jsonrpc":"2.0","id":"a","method":"x/y"}"#)
    #expect(envelope.method == Method("x/y") && envelope.method != Method("x/z"))
    #expect(envelope.method?.isKnown == false && envelope.method?.label == "other")
    #expect(envelope.rawID.map(Array.init)?.text == #""a""#)
  }

  @Test func namesAreComparedAfterUnescaping() throws {
    let envelope = try Self.read(
      #"{"jsonrpc":"2.0","id":1,"m\u0065thod":"tools\/call","params":{"n\u0061me":"\u0062ash"}}"#)
    #expect(envelope.method == .toolsCall && envelope.name == "bash")
  }

  @Test func responsesOfBothKindsAreTold() throws {
    let result = try Self.read(#"{"jsonrpc":"2.0","id":0,"result":{"_meta":{},"tools":[]}}"#)
    #expect(result.kind == .response && result.id == .integer(0) && result.result != nil)
    #expect(result.isResponse && result.method == nil && result.metadata != nil)
    let error = try Self.read(#"{"jsonrpc":"2.0","id":"server-error","error":{"code":-32600,"message":"no"}}"#)
    #expect(error.kind == .errorResponse && error.id == .string("server-error") && error.error != nil)
    #expect(try Self.read(#"{"jsonrpc":"2.0","id":null,"error":{"code":1,"message":""}}"#).id == nil)
    #expect(try Self.read(#"{"jsonrpc":"2.0","error":{"code":1,"message":""}}"#).id == nil)
  }

  @Test(arguments: [
    (#"{"jsonrpc":"2.0","id":1,"method":"prompts/get","params":{"name":"p"}}"#, "p"),
    (#"{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"uri":"file:///a"}}"#, "file:///a"),
    (#"{"jsonrpc":"2.0","id":1,"method":"resources/subscribe","params":{"uri":"u:1"}}"#, "u:1"),
    (#"{"jsonrpc":"2.0","id":1,"method":"tasks/get","params":{"taskId":"t"}}"#, "t"),
    (#"{"jsonrpc":"2.0","id":1,"method":"tasks/cancel","params":{"taskId":"t2"}}"#, "t2"),
    (
      #"{"jsonrpc":"2.0","id":1,"method":"completion/complete","params":{"ref":{"type":"ref/prompt","name":"c"}}}"#,
      "c"
    ),
    (
      #"{"jsonrpc":"2.0","id":1,"method":"completion/complete","params":{"ref":{"type":"ref/resource","uri":"a:{b}"}}}"#,
      "a:{b}"
    ),
  ])
  func theSubjectIsFoundWhereTheMethodKeepsIt(text: String, name: String) throws {
    #expect(try Self.read(text).name == name)
  }

  @Test(arguments: [
    ("", EnvelopeError.Code.malformedJSON),
    ("{", .malformedJSON),
    (#"{"jsonrpc":"2.0","id":1,"method":"tools/list","method":"tools/call","params":{"name":"x"}}"#, .malformedJSON),
    (#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a","n\u0061me":"b"}}"#, .malformedJSON),
    (#"{"jsonrpc":"2.0","id":1,"method":"ping"}{}"#, .malformedJSON),
    ("\u{FEFF}{}", .malformedJSON),
    (#"{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":NaN}}"#, .malformedJSON),
    (#"{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":"\ud800"}}"#, .malformedJSON),
    ("3", .notAnObject),
    ("null", .notAnObject),
    (#"[{"jsonrpc":"2.0","id":1,"method":"ping"}]"#, .batchNotAllowed),
    ("[]", .batchNotAllowed),
    (#"{"id":1,"method":"ping"}"#, .versionNotTwo),
    (#"{"jsonrpc":2.0,"id":1,"method":"ping"}"#, .versionNotTwo),
    (#"{"jsonrpc":"2.00","id":1,"method":"ping"}"#, .versionNotTwo),
    (#"{"jsonrpc":"2.0","id":null,"method":"ping"}"#, .idInvalid),
    (#"{"jsonrpc":"2.0","id":1.0,"method":"ping"}"#, .idInvalid),
    (#"{"jsonrpc":"2.0","id":1e3,"method":"ping"}"#, .idInvalid),
    (#"{"jsonrpc":"2.0","id":9223372036854775808,"method":"ping"}"#, .idInvalid),
    (#"{"jsonrpc":"2.0","id":[1],"method":"ping"}"#, .idInvalid),
    (#"{"jsonrpc":"2.0","id":true,"method":"ping"}"#, .idInvalid),
    (#"{"jsonrpc":"2.0","result":{}}"#, .idMissing),
    (#"{"jsonrpc":"2.0","id":null,"result":{}}"#, .idInvalid),
    (#"{"jsonrpc":"2.0","id":1}"#, .kindUnclear),
    (#"{"jsonrpc":"2.0","id":1,"method":"ping","result":{}}"#, .kindUnclear),
    (#"{"jsonrpc":"2.0","id":1,"result":{},"error":{"code":1,"message":"m"}}"#, .kindUnclear),
    (#"{"jsonrpc":"2.0","id":1,"result":{},"params":{}}"#, .kindUnclear),
    (#"{"jsonrpc":"2.0","method":"tools/call","params":{"name":"x"}}"#, .kindWrong),
    (#"{"jsonrpc":"2.0","id":1,"method":"notifications/cancelled","params":{}}"#, .kindWrong),
    (#"{"jsonrpc":"2.0","id":1,"method":7}"#, .methodInvalid),
    (#"{"jsonrpc":"2.0","id":1,"method":""}"#, .methodInvalid),
    (#"{"jsonrpc":"2.0","id":1,"method":"a\u0000b"}"#, .methodInvalid),
    (#"{"jsonrpc":"2.0","id":1,"method":"a\r\nb"}"#, .methodInvalid),
    (#"{"jsonrpc":"2.0","id":1,"method":"ping","params":null}"#, .paramsInvalid),
    (#"{"jsonrpc":"2.0","id":1,"method":"ping","params":"x"}"#, .paramsInvalid),
    (#"{"jsonrpc":"2.0","id":1,"method":"tools/call"}"#, .nameMissing),
    (#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":["x"]}"#, .nameMissing),
    (#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":3}}"#, .nameMissing),
    (#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":""}}"#, .nameMissing),
    (#"{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"name":"x"}}"#, .nameMissing),
    (#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x","arguments":[]}}"#, .argumentsInvalid),
    (#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x","arguments":null}}"#, .argumentsInvalid),
    (#"{"jsonrpc":"2.0","id":1,"method":"ping","params":{"_meta":1}}"#, .metadataInvalid),
    (#"{"jsonrpc":"2.0","id":1,"method":"ping","params":{"_meta":{"progressToken":1.5}}}"#, .metadataInvalid),
    (
      #"{"jsonrpc":"2.0","id":1,"method":"ping","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":1}}}"#,
      .metadataInvalid
    ),
    (#"{"jsonrpc":"2.0","id":1,"error":"no"}"#, .errorInvalid),
    (#"{"jsonrpc":"2.0","id":1,"error":{"code":"1","message":"m"}}"#, .errorInvalid),
  ])
  func everyBadShapeHasItsCode(text: String, code: EnvelopeError.Code) {
    #expect(Self.refusal(of: text)?.code == code)
  }

  @Test func aRefusalEchoesTheIDAsItWasSentWhenItCanBeRead() {
    let refusal = Self.refusal(of: #"{"jsonrpc":"2.0","id":"\u0041b","method":"tools/call"}"#)
    #expect(refusal?.id?.text == #""\u0041b""#)
    #expect(refusal?.rpcCode == RPCCode.invalidParams)
    #expect(Self.refusal(of: #"{"jsonrpc":"2.0","id":null,"method":"x"}"#)?.id == nil)
    #expect(Self.refusal(of: "{")?.id == nil)
    #expect(Self.refusal(of: "{")?.rpcCode == RPCCode.parseError)
    #expect(Self.refusal(of: "{}")?.rpcCode == RPCCode.invalidRequest)
  }

  @Test func theOffsetPointsAtTheFault() {
    let text = #"{"jsonrpc":"2.0","id":1.5,"method":"ping"}"#
    #expect(Self.refusal(of: text)?.offset == 22)
    let duplicate = Self.refusal(of: #"{"a":1,"a":2}"#)
    #expect(duplicate?.json?.code == .duplicateKey && duplicate?.offset == 8)
  }

  @Test func idsAreEqualByValueAndTypeOnly() throws {
    #expect(try Self.read(#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#).id != .string("1"))
    let least = try Self.read(#"{"jsonrpc":"2.0","id":-9223372036854775808,"method":"ping"}"#)
    #expect(least.id == .integer(.min))
    let most = try Self.read(#"{"jsonrpc":"2.0","id":9223372036854775807,"method":"ping"}"#)
    #expect(most.id == .integer(.max))
  }

  @Test func longIdsMethodsAndNamesAreRefused() {
    func body(id: Int, method: Int, name: Int) -> String {
      let id = String(repeating: "i", count: id)
      let method = method == 0 ? "tools/call" : String(repeating: "m", count: method)
      return #"{"jsonrpc":"2.0","id":"\#(id)","method":"\#(method)","params":{"name":""#
        + String(repeating: "n", count: name) + #""}}"#
    }
    let (ids, methods, names) = (
      EnvelopeLimits.idBytesMax, EnvelopeLimits.methodBytesMax, EnvelopeLimits.nameBytesMax
    )
    #expect(Self.refusal(of: body(id: ids, method: 0, name: names)) == nil)
    #expect(Self.refusal(of: body(id: ids, method: methods, name: 1)) == nil)
    #expect(Self.refusal(of: body(id: ids + 1, method: 0, name: 1))?.code == .idInvalid)
    #expect(Self.refusal(of: body(id: 1, method: methods + 1, name: 1))?.code == .methodInvalid)
    #expect(Self.refusal(of: body(id: 1, method: 0, name: names + 1))?.code == .nameTooLong)
  }

  @Test func aProgressNotificationShowsItsToken() throws {
    let envelope = try Self.read(
      #"{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":4,"progress":50}}"#)
    #expect(try envelope.document.number(at: #require(envelope.progressToken))?.int64 == 4)
  }

  @Test func everyCodeHasAMessage() {
    for code in EnvelopeError.Code.allCases {
      #expect(EnvelopeError(code, at: 0).description.hasSuffix("."))
      #expect(code.rawValue.hasPrefix("envelope_"))
    }
  }
}
