import NIOCore
import NIOEmbedded
import Testing

@testable import Gateway

@Suite("Table of sessions") struct ClientSessionsTests {
  private static let link = ClientSession.Link(sessionID: "u", protocolVersion: "2025-11-25")

  private func open(_ sessions: ClientSessions, _ principal: String, at now: UInt64 = 0) -> ClientSession? {
    sessions.open(
      principal: principal, protocolVersion: "2025-11-25", handshake: [], server: "default", link: Self.link,
      now: now)
  }

  @Test func aSessionIsFoundByItsOwnerUntilItExpires() throws {
    let sessions = ClientSessions(countMax: 10, idle: .nanoseconds(100))
    let session = try #require(open(sessions, "a"))
    let id = try #require(session.id)
    #expect(sessions.find(id, of: "a", now: 99) === session)
    #expect(sessions.find(id, of: "b", now: 99) == nil)
    #expect(sessions.find(id, of: "a", now: 198) === session)
    #expect(sessions.find(id, of: "a", now: 298) == nil)
    #expect(sessions.sweep(now: 298).map(\.id) == [id])
    #expect(sessions.count == 0)
  }

  @Test func thereAreAtMostSoManyOfAllAndOfOne() throws {
    let few = ClientSessions(countMax: 2, idle: .seconds(1))
    let first = try #require(open(few, "a"))
    #expect(open(few, "b") != nil)
    #expect(open(few, "c") == nil)
    #expect(few.end(first))
    #expect(!few.end(first))
    #expect(open(few, "c") != nil)

    let many = ClientSessions(countMax: 5_000, idle: .seconds(1))
    for _ in 0..<ClientSessions.perPrincipalMax { #expect(open(many, "a") != nil) }
    #expect(open(many, "a") == nil)
    #expect(open(many, "b") != nil)
  }

  @Test func identifiersDoNotRepeat() {
    let sessions = ClientSessions(countMax: 1_000, idle: .seconds(1))
    let ids = (0..<500).compactMap { _ in open(sessions, "a")?.id }
    #expect(Set(ids).count == 500)
    #expect(ids.allSatisfy { $0.utf8.allSatisfy { (0x21...0x7E).contains($0) } })
  }

  @Test func theImplicitSessionIsOneForEachCallerAndIsSweptToo() {
    let sessions = ClientSessions(countMax: 10, idle: .nanoseconds(100))
    let session = sessions.implicit(of: "a", now: 0)
    #expect(sessions.implicit(of: "a", now: 50) === session)
    #expect(sessions.implicit(of: "b", now: 50) !== session)
    #expect(sessions.sweep(now: 149).isEmpty)
    #expect(sessions.sweep(now: 150).count == 2)
    #expect(sessions.implicit(of: "a", now: 150) !== session)
  }

  @Test func oneOpensALinkAndTheOthersWait() {
    let session = ClientSession(id: nil, principal: "a", protocolVersion: "", handshake: [], now: 0)
    guard case .mustOpen = session.claim("s", { EmbeddedEventLoop().makePromise() }).0 else {
      Issue.record("the first has to open the link")
      return
    }
    session.opened("s", Self.link)
    #expect(session.link("s")?.sessionID == "u")
    #expect(session.links.map(\.server) == ["s"])
    session.forget("s")
    #expect(session.link("s") == nil)
  }
}
