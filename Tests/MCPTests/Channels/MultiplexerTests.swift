import Testing

@testable import MCP

@Suite("Many requests on one channel") struct MultiplexerTests {
  private func request(_ id: String, token: String? = nil) throws -> Envelope {
    let meta = token.map { #","_meta":{"progressToken":\#($0)}"# } ?? ""
    return try Envelope(
      parsing: [UInt8](#"{"jsonrpc":"2.0","id":\#(id),"method":"tools/call","params":{"name":"a"\#(meta)}}"#))
  }

  private func delivery(_ text: String, _ multiplexer: inout Multiplexer) -> Multiplexer.Delivery {
    multiplexer.receive([UInt8](text))
  }

  @Test func equalIdsOfTwoCallersComeBackToEach() throws {
    var multiplexer = Multiplexer(isShared: true)
    #expect(multiplexer.send(try request("7"), as: 1)?.text.contains(#""id":1,"#) == true)
    #expect(multiplexer.send(try request(#""7""#), as: 2)?.text.contains(#""id":2,"#) == true)
    #expect(
      delivery(#"{"jsonrpc":"2.0","id":2,"result":{}}"#, &multiplexer)
        == .response(2, [UInt8](#"{"jsonrpc":"2.0","id":"7","result":{}}"#)))
    #expect(
      delivery(#"{"jsonrpc":"2.0","id":1,"result":{}}"#, &multiplexer)
        == .response(1, [UInt8](#"{"jsonrpc":"2.0","id":7,"result":{}}"#)))
    #expect(delivery(#"{"jsonrpc":"2.0","id":1,"result":{}}"#, &multiplexer) == .nothing)
    #expect(delivery(#"{"jsonrpc":"2.0","id":"1","result":{}}"#, &multiplexer) == .nothing)
  }

  @Test func equalProgressTokensOnASharedChannelAreKeptApart() throws {
    var multiplexer = Multiplexer(isShared: true)
    let first = try #require(multiplexer.send(try request("1", token: #""t""#), as: 1))
    let second = try #require(multiplexer.send(try request("1", token: #""t""#), as: 2))
    #expect(first.text.contains(#""progressToken":1"#) && second.text.contains(#""progressToken":2"#))
    let note = #"{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":1,"progress":5}}"#
    #expect(
      delivery(note, &multiplexer)
        == .aside(1, [UInt8](note.replacing(#""progressToken":1"#, with: #""progressToken":"t""#))))
    #expect(delivery(note.replacing(":1,", with: ":9,"), &multiplexer) == .nothing)
  }

  @Test func aCancellationNamesTheNumberThatTheServerKnows() throws {
    var multiplexer = Multiplexer(isShared: false)
    _ = multiplexer.send(try request(#""first""#), as: 1)
    _ = multiplexer.send(try request(#""second""#), as: 2)
    let note = #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"second","reason":"r"}}"#
    let told = multiplexer.tell(try Envelope(parsing: [UInt8](note)))
    #expect(told?.text == note.replacing(#""second""#, with: "2"))
    let unknown = try Envelope(parsing: [UInt8](note.replacing("second", with: "third")))
    #expect(multiplexer.tell(unknown) == nil)
  }

  @Test func anAbandonedRequestIsCancelledOnceAndItsAnswerDropped() throws {
    var multiplexer = Multiplexer(isShared: true)
    _ = multiplexer.send(try request("4"), as: 9)
    #expect(multiplexer.abandon(9)?.text.contains(#""requestId":1"#) == true)
    #expect(multiplexer.abandon(9) == nil)
    #expect(delivery(#"{"jsonrpc":"2.0","id":1,"result":{}}"#, &multiplexer) == .nothing)
  }

  @Test func messagesOfASubscriptionReachTheRequestThatOpenedIt() throws {
    var multiplexer = Multiplexer(isShared: true)
    _ = multiplexer.send(try request(#""sub""#), as: 1)
    _ = multiplexer.send(try request("2"), as: 2)
    let key = #""io.modelcontextprotocol/subscriptionId""#
    let note = #"{"jsonrpc":"2.0","method":"notifications/tools/list_changed","params":{"_meta":{\#(key):1}}}"#
    #expect(delivery(note, &multiplexer) == .aside(1, [UInt8](note.replacing(":1}", with: #":"sub"}"#))))
    #expect(delivery(note.replacing(":1}", with: ":7}"), &multiplexer) == .nothing)
    #expect(delivery(note.replacing(":1}", with: #":"1"}"#), &multiplexer) == .nothing)
  }

  @Test func whatBelongsToNoRequestIsUnclaimed() throws {
    var own = Multiplexer(isShared: false)
    let changed = #"{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}"#
    let ask = #"{"jsonrpc":"2.0","id":1,"method":"roots/list"}"#
    #expect(delivery(ask, &own) == .unclaimed([UInt8](ask)))
    _ = own.send(try request("1"), as: 5)
    #expect(delivery(changed, &own) == .unclaimed([UInt8](changed)))
    #expect(delivery(ask, &own) == .aside(5, [UInt8](ask)))

    var shared = Multiplexer(isShared: true)
    _ = shared.send(try request("1"), as: 5)
    _ = shared.send(try request("1"), as: 6)
    #expect(delivery(changed, &shared) == .nothing)
  }

  @Test func thereIsALimitAndGarbageIsNothing() throws {
    var multiplexer = Multiplexer(isShared: false)
    for key in 0..<UInt64(Multiplexer.pendingMax) { #expect(multiplexer.send(try request("1"), as: key) != nil) }
    #expect(multiplexer.send(try request("1"), as: 1_000) == nil)
    for text in ["", "{", "[]", "null", #"{"jsonrpc":"2.0","id":1}"#, "Listening on port 80"] {
      #expect(delivery(text, &multiplexer) == .nothing)
    }
    #expect(Set(multiplexer.removeAll()).count == Multiplexer.pendingMax)
    #expect(multiplexer.count == 0)
  }
}
