import Testing

@testable import MCP

@Suite("Event stream parser")
struct EventStreamParserTests {
  static func events(_ pieces: [[UInt8]], eventBytesMax: Int = 1 << 20) throws -> [ServerSentEvent] {
    var parser = EventStreamParser(eventBytesMax: eventBytesMax)
    var events: [ServerSentEvent] = []
    for piece in pieces {
      parser.append(piece)
      while let event = try parser.next() { events.append(event) }
    }
    return events
  }

  static func events(_ text: String) throws -> [ServerSentEvent] { try events([Array(text.utf8)]) }

  @Test(arguments: ["\n", "\r", "\r\n"])
  func everyLineEndIsUnderstood(end: String) throws {
    let events = try Self.events("id: 1\(end)event: message\(end)data: {}\(end)\(end)data:x\(end)\(end)")
    #expect(events.map(\.data.text) == ["{}", "x"])
    #expect(events[0].id.map(Array.init)?.text == "1")
    #expect(events[0].name.map(Array.init)?.text == "message")
    #expect(events[1].id == nil && events[1].name == nil)
    #expect(events[0].lineEnd.text == end)
  }

  @Test(arguments: [
    ("data: a\ndata:b\ndata\ndata:  c\n\n", "a\nb\n\n c"),
    ("data:a:b\n\n", "a:b"),
    (": comment\ndata: x\n: more\n\n", "x"),
    ("foo: bar\ndatax: 1\ndata: y\n\n", "y"),
    ("\u{FEFF}data: z\n\n", "z"),
    ("\n\n\ndata: q\n\n", "q"),
    ("data: \"\u{2028}\u{85}\"\n\n", "\"\u{2028}\u{85}\""),
  ])
  func fieldsFollowTheStandard(text: String, data: String) throws {
    let events = try Self.events(text)
    #expect(events.map(\.data.text) == [data])
  }

  @Test func aPrimingEventIsPassedOnAndIsNoMessage() throws {
    let event = try #require(try Self.events("id: 1\ndata: \nretry: 100\n\n").first)
    #expect(event.isPriming && event.hasData && !event.isMessage)
    #expect(event.retryMilliseconds == 100 && event.data.isEmpty)
    let bare = try #require(try Self.events("id: 1\ndata\n\n").first)
    #expect(bare.isPriming)
  }

  @Test func commentsAndSettingsAloneAreBlocksWithoutData() throws {
    let events = try Self.events(": ping\r\n\r\nid: 9\n\nretry: 5\n\n")
    #expect(events.count == 3)
    #expect(events.allSatisfy { !$0.hasData && !$0.isMessage && $0.data.isEmpty })
    #expect(events[0].raw.text == ": ping\r\n")
  }

  @Test func otherNamesAreNoMessages() throws {
    let events = try Self.events("event: endpoint\ndata: /messages\n\nevent:\ndata: {}\n\n")
    #expect(events.map(\.isMessage) == [false, true])
  }

  @Test func theLastIdAndNameCountAndBadOnesDoNot() throws {
    let events = try Self.events("id: a\nid: b\u{0}\nevent: x\nevent: y\nretry: 7\nretry: -1\ndata: d\n\n")
    #expect(events[0].id.map(Array.init)?.text == "a")
    #expect(events[0].name.map(Array.init)?.text == "y")
    #expect(events[0].retryMilliseconds == 7)
    #expect(try Self.events("retry: 99999999999999999999\ndata:\n\n")[0].retryMilliseconds == nil)
    #expect(try Self.events("id\ndata: d\n\n")[0].id?.isEmpty == true)
  }

  @Test func anEventIsGivenBeforeTheLineFeedOfItsLastLineEnd() throws {
    var parser = EventStreamParser()
    parser.append(Array("data: x\r\n\r".utf8))
    #expect(try parser.next()?.data.text == "x")
    parser.append(Array("\ndata: y\r\n\r\n".utf8))
    let next = try parser.next()
    #expect(next?.data.text == "y" && next?.raw.text == "data: y\r\n")
    #expect(try parser.next() == nil)
    #expect(!parser.hasUnfinishedEvent)
  }

  @Test func anUnfinishedEventIsNotGiven() throws {
    var parser = EventStreamParser()
    parser.append(Array("data: x\n".utf8))
    #expect(try parser.next() == nil)
    #expect(parser.hasUnfinishedEvent)
  }

  @Test func anEventOverItsLimitIsAnErrorThatStays() throws {
    var parser = EventStreamParser(eventBytesMax: 16)
    parser.append(Array("data: 0123456789\n\n".utf8))
    #expect(throws: EventStreamError.self) { try parser.next() }
    parser.append(Array("data: 1\n\n".utf8))
    #expect(throws: EventStreamError.self) { try parser.next() }
  }

  @Test func anEndlessLineIsAnErrorAsSoonAsTheLimitIsPassed() throws {
    var parser = EventStreamParser(eventBytesMax: 100)
    var sent = 0
    while sent < 1000 {
      parser.append([UInt8](repeating: UInt8(ascii: "x"), count: 10))
      sent += 10
      do { #expect(try parser.next() == nil) } catch { break }
    }
    #expect(sent == 110)
  }

  @Test func thereIsNoLimitOnTheStream() throws {
    var parser = EventStreamParser(eventBytesMax: 64)
    var count = 0
    for _ in 0..<5000 {
      parser.append(Array("id: 1\ndata: 0123456789\n\n: k\n\n".utf8))
      while try parser.next() != nil { count += 1 }
    }
    #expect(count == 10_000)
    #expect(parser.buffer.capacity < 1 << 16)
  }

  static let streams = [
    "\u{FEFF}id: 1\r\ndata: \r\nretry: 100\r\n\r\n: ping\r\n\r\nevent: message\r\ndata: {\"a\":1}\r\n\r\n",
    "data: a\rdata: b\r\rdata:c\n\r\ndata: d\r\n\r\r\n\n\nid: é\ndata: ü\ndata:\n\n",
    "event: x\n\n\n\r\r\r\nretry: 1\r\r\ndata\n\ndata: tail without end",
  ]

  @Test(arguments: streams)
  func everyCutInTwoOrThreeGivesTheSameEvents(stream: String) throws {
    let bytes = Array(stream.utf8)
    let whole = try Self.events([bytes])
    #expect(!whole.isEmpty)
    for first in 0...bytes.count {
      for second in first...bytes.count {
        let pieces = [Array(bytes[..<first]), Array(bytes[first..<second]), Array(bytes[second...])]
        #expect(try Self.events(pieces) == whole)
      }
    }
    #expect(try Self.events(bytes.map { [$0] }) == whole)
  }

  @Test(arguments: [11, 12, 13] as [UInt64])
  func anyBytesCutAnywhereGiveTheSameEventsAsTheReference(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let alphabet = Array("data: id event:retry:1\r\n\r\n\n\r:x\u{0}".utf8)
    for _ in 0..<400 {
      let bytes = (0..<Int.random(in: 0..<80, using: &random)).map { _ in
        alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
      }
      let whole = try Self.events([bytes])
      #expect(try Self.events(bytes.pieces(using: &random)) == whole)
      let seen = whole.filter(\.hasData).map { ReferenceEvent($0) }
      #expect(seen == ReferenceEvent.all(in: bytes))
    }
  }
}

/// The standard's algorithm, written for plainness: the whole stream at once, a line at a time.
struct ReferenceEvent: Equatable {
  var data: [UInt8]
  var name: [UInt8]

  init(_ event: ServerSentEvent) {
    data = event.data
    name = event.name.map(Array.init) ?? []
  }

  init(data: [UInt8], name: [UInt8]) {
    self.data = data
    self.name = name
  }

  static func all(in bytes: [UInt8]) -> [ReferenceEvent] {
    var lines: [[UInt8]] = [[]]
    for (index, byte) in bytes.enumerated() {
      if byte == 10, index > 0, bytes[index - 1] == 13 { continue }
      if byte == 10 || byte == 13 { lines.append([]) } else { lines[lines.count - 1].append(byte) }
    }
    var events: [ReferenceEvent] = []
    var (data, name): ([UInt8], [UInt8]) = ([], [])
    for line in lines.dropLast() {
      if line.isEmpty {
        if !data.isEmpty { events.append(ReferenceEvent(data: data.dropLast(), name: name)) }
        (data, name) = ([], [])
        continue
      }
      let field = Array(line.prefix { $0 != 58 })
      var value = line.dropFirst(field.count + 1)
      if value.first == 32 { value = value.dropFirst() }
      if field == Array("data".utf8) { data += value + [10] }
      if field == Array("event".utf8) { name = Array(value) }
    }
    return events
  }
}
