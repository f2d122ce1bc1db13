import Basics
import Testing

@testable import MCP

@Suite("Session table")
struct SessionTableTests {
  static let start = Timestamp(seconds: 1_000_000)

  static func open(
    _ table: SessionTable, owner: String = "alice", at now: Timestamp = start
  ) throws(SessionError) -> MCPSession {
    try table.open(owner: owner, version: .v2025_11_25, upstream: "u", upstreamID: nil, now: now)
  }

  static func refusal(_ body: () throws(SessionError) -> Void) -> SessionError? {
    do throws(SessionError) {
      try body()
      return nil
    } catch {
      return error
    }
  }

  static func request(_ id: Int) throws -> Envelope {
    try Envelope(parsing: Array(#"{"jsonrpc":"2.0","id":\#(id),"method":"ping"}"#.utf8))
  }

  static func answer(_ id: Int) throws -> Envelope {
    try Envelope(parsing: Array(#"{"jsonrpc":"2.0","id":\#(id),"result":{}}"#.utf8))
  }

  @Test func identifiersArePrintableLongAndNeverTheSame() {
    var seen: Set<SessionIdentifier> = []
    for _ in 0..<1000 {
      let id = SessionIdentifier.minted()
      #expect(id.text.utf8.count == 32 && id.text.utf8.allSatisfy { 0x21...0x7E ~= $0 })
      seen.insert(id)
    }
    #expect(seen.count == 1000)
  }

  @Test(arguments: ["", "a b", "a\n", "é", "\u{7F}", String(repeating: "a", count: 1025)])
  func badIdentifiersAreNone(text: String) {
    #expect(SessionIdentifier(Array(text.utf8)) == nil)
  }

  @Test func aForeignSessionIsNotFound() throws {
    let table = SessionTable()
    let session = try Self.open(table)
    #expect(try table.session(session.id, owner: "alice", now: Self.start).id == session.id)
    #expect(Self.refusal { () throws(SessionError) in
      _ = try table.session(session.id, owner: "mallory", now: Self.start)
    } == .notFound)
    #expect(table.end(session.id, owner: "mallory") == nil)
    #expect(table.count == 1)
    #expect(table.end(session.id, owner: "alice")?.phase == .ended)
    #expect(Self.refusal { () throws(SessionError) in
      _ = try table.session(session.id, owner: "alice", now: Self.start)
    } == .notFound)
    #expect(SessionError.notFound.httpStatus == 404)
  }

  @Test func anIdleSessionIsNotFoundAndThenSweptUp() throws {
    let table = SessionTable(limits: SessionLimits(idleMax: .seconds(60)))
    let used = try Self.open(table)
    let idle = try Self.open(table)
    _ = try table.session(used.id, owner: "alice", now: Self.start.adding(.seconds(50)))
    let later = Self.start.adding(.seconds(61))
    #expect(Self.refusal { () throws(SessionError) in
      _ = try table.session(idle.id, owner: "alice", now: later)
    } == .notFound)
    #expect(table.expire(now: later).map(\.id) == [idle.id])
    #expect(table.count == 1)
  }

  @Test func openRequestsAndStreamsKeepASessionAlive() throws {
    let table = SessionTable(limits: SessionLimits(idleMax: .seconds(60)))
    let session = try Self.open(table)
    let call = try Self.request(1)
    try table.update(session.id, owner: "alice", now: Self.start) { session throws(SessionError) in
      try session.receive(call)
      try session.openStandaloneStream()
    }
    let later = Self.start.adding(.seconds(3600))
    #expect(table.expire(now: later).isEmpty)
    let answer = try Self.answer(1)
    try table.update(session.id, owner: "alice", now: later) { session throws(SessionError) in
      try session.send(answer)
      session.closeStandaloneStream()
    }
    #expect(table.expire(now: later.adding(.seconds(61))).count == 1)
  }

  @Test func theTableAndEachPrincipalsPartAreBounded() throws {
    let table = SessionTable(limits: SessionLimits(sessionsMax: 3, sessionsPerOwnerMax: 2))
    let first = try Self.open(table)
    _ = try Self.open(table)
    #expect(Self.refusal { () throws(SessionError) in _ = try Self.open(table) } == .tooMany)
    _ = try Self.open(table, owner: "bob")
    #expect(Self.refusal { () throws(SessionError) in _ = try Self.open(table, owner: "carol") } == .tooMany)
    table.end(first.id, owner: "alice")
    _ = try Self.open(table, owner: "carol")
    #expect(table.count == 3)
  }

  @Test func aThrowingChangeLeavesTheSessionAsItWas() throws {
    let table = SessionTable()
    let session = try Self.open(table)
    let request = try Self.request(1)
    let refusal = Self.refusal { () throws(SessionError) in
      try table.update(session.id, owner: "alice", now: Self.start) { session throws(SessionError) in
        try session.receive(request)
        try session.receive(request)
      }
    }
    #expect(refusal == .requestIDInUse)
    #expect(try table.session(session.id, owner: "alice", now: Self.start).openRequests == 0)
  }
}
