import Basics
import Testing

@testable import MCP

@Suite("MCP session")
struct MCPSessionTests {
  static func session(requestsMax: Int = 4) -> MCPSession {
    MCPSession(
      id: .minted(), owner: "alice", version: .v2025_11_25, upstream: "u", upstreamID: nil,
      requestsMax: requestsMax, now: SessionTableTests.start)
  }

  static func refusal(_ body: () throws(SessionError) -> Void) -> SessionError? { SessionTableTests.refusal(body) }

  @Test func initializedOpensIt() throws {
    var session = Self.session()
    #expect(session.phase == .opening)
    try session.receive(Envelope(parsing: JSONRPCWriter.notification(method: .initialized)))
    #expect(session.phase == .open)
  }

  @Test func aResponseToNothingIsRefused() throws {
    var session = Self.session()
    let answer = try SessionTableTests.answer(5)
    #expect(Self.refusal { () throws(SessionError) in try session.receive(answer) } == .responseNotAwaited)
    try session.send(SessionTableTests.request(5))
    try session.receive(answer)
    #expect(Self.refusal { () throws(SessionError) in try session.receive(answer) } == .responseNotAwaited)
  }

  @Test func theTwoDirectionsNumberTheirRequestsByThemselves() throws {
    var session = Self.session()
    try session.receive(SessionTableTests.request(1))
    try session.send(SessionTableTests.request(1))
    #expect(session.openRequests == 2)
    try session.send(SessionTableTests.answer(1))
    try session.receive(SessionTableTests.answer(1))
    #expect(session.openRequests == 0)
  }

  @Test func anIdInUseIsRefusedUntilItIsAnsweredOrAbandoned() throws {
    var session = Self.session()
    let request = try SessionTableTests.request(1)
    try session.receive(request)
    #expect(Self.refusal { () throws(SessionError) in try session.receive(request) } == .requestIDInUse)
    session.abandon(.integer(1))
    try session.receive(request)
  }

  @Test func openRequestsAreBounded() throws {
    var session = Self.session(requestsMax: 2)
    try session.receive(SessionTableTests.request(1))
    try session.receive(SessionTableTests.request(2))
    let third = try SessionTableTests.request(3)
    #expect(Self.refusal { () throws(SessionError) in try session.receive(third) } == .tooManyRequests)
  }

  @Test func thereIsOneStandaloneStream() throws {
    var session = Self.session()
    try session.openStandaloneStream()
    #expect(Self.refusal { () throws(SessionError) in try session.openStandaloneStream() } == .streamOpenAlready)
    session.closeStandaloneStream()
    try session.openStandaloneStream()
    #expect(SessionError.streamOpenAlready.httpStatus == 409)
  }
}
