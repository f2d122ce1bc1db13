import Basics
import Storage
import Synchronization
import TestKit
import Testing

@testable import Approvals

@Suite("Approval store") struct ApprovalStoreTests {
  private let scratch: TemporaryDirectory
  private let agent = "spiffe://poc.local/agents/my-agent"
  private let occasion = ApprovalCase(reason: "risk_level is critical", riskScore: 16, arguments: "{}")

  init() throws { scratch = try TemporaryDirectory() }

  private func open(_ settings: ApprovalSettings = ApprovalSettings(), now: Timestamp = at(0)) throws
    -> ApprovalStore
  {
    let database = try StateDatabase(in: StateDirectory(scratch.path))
    return try ApprovalStore(database: database, settings: settings, now: now)
  }

  private func subject(_ command: String = "whoami", tool: String = "bash", by principal: String? = nil)
    -> ApprovalSubject
  {
    ApprovalSubject(principal: principal ?? agent, tool: tool, arguments: ["command": .string(command)])
  }

  private func redeem(
    _ store: ApprovalStore, _ token: String? = nil, _ subject: ApprovalSubject, _ now: Timestamp
  ) async -> Result<ApprovalRequest, ApprovalError> {
    await withCheckedContinuation { continuation in
      store.redeem(token, for: subject, now: now) { continuation.resume(returning: $0) }
    }
  }

  private func error<Value>(_ result: Result<Value, ApprovalError>) -> ApprovalError? {
    if case .failure(let error) = result { error } else { nil }
  }

  private func yes(_ seconds: Double) -> ApprovalDecision { ApprovalDecision(by: "alice", at: at(seconds)) }

  @Test func aTokenIsUsedOnceForExactlyItsCall() async throws {
    let store = try open()
    let request = try store.request(subject(), occasion, now: at(0)).get()
    let grant = try await store.approve(request.id, yes(1)).get()
    let token = grant.token.exposed()
    #expect(error(await redeem(store, token, subject("rm -rf /"), at(2))) == .tokenMismatch)
    #expect(error(await redeem(store, token, subject(tool: "sh"), at(2))) == .tokenMismatch)
    #expect(
      error(await redeem(store, token, subject(by: "spiffe://poc.local/other"), at(2))) == .tokenMismatch)
    let used = try await redeem(store, token, subject(), at(2)).get()
    #expect(used.id == request.id)
    #expect(used.decision?.by == "alice")
    #expect(used.consumedAt == at(2))
    #expect(error(await redeem(store, token, subject(), at(3))) == .alreadyUsed)
    #expect(error(await redeem(store, nil, subject(), at(3))) == .notFound)
  }

  @Test func theSameCallAgainUsesTheApprovalWithoutAToken() async throws {
    let store = try open()
    #expect(error(await redeem(store, nil, subject(), at(0))) == .notFound)
    let request = try store.request(subject(), occasion, now: at(0)).get()
    #expect(error(await redeem(store, nil, subject(), at(1))) == .pending)
    _ = try await store.approve(request.id, yes(2)).get()
    #expect(error(await redeem(store, nil, subject("id"), at(3))) == .notFound)
    #expect(try await redeem(store, nil, subject(), at(3)).get().id == request.id)
    #expect(error(await redeem(store, nil, subject(), at(3))) == .notFound)
  }

  @Test func theSameCallWaitsOnlyOnce() throws {
    let store = try open()
    let first = try store.request(subject(), occasion, now: at(0)).get()
    #expect(try store.request(subject(), occasion, now: at(10)).get() == first)
    #expect(try store.request(subject("id"), occasion, now: at(10)).get() != first)
    #expect(try store.request(subject(), occasion, now: at(900)).get() != first)
  }

  @Test func theCallerMayNotAgreeToItsOwnCall() async throws {
    let store = try open()
    let id = try store.request(subject(), occasion, now: at(0)).get().id
    for name in [agent, " \(agent.uppercased())\n"] {
      #expect(error(await store.approve(id, ApprovalDecision(by: name, at: at(1)))) == .selfApproval)
    }
    #expect(error(await store.approve(id, ApprovalDecision(by: " ", at: at(1)))) == .approverUnnamed)
    _ = try await store.approve(id, yes(1)).get()
  }

  @Test func aRefusalAnswersTheSameCallForAWhile() async throws {
    let store = try open()
    let request = try store.request(subject(), occasion, now: at(0)).get()
    _ = try await store.deny(request.id, ApprovalDecision(by: "bob", at: at(1), reason: "no")).get()
    #expect(error(await redeem(store, nil, subject(), at(2))) == .denied)
    let again = try store.request(subject(), occasion, now: at(600)).get()
    #expect(again.status(at: at(600)) == .denied)
    #expect(again.decision?.reason == "no")
    #expect(try store.request(subject(), occasion, now: at(601)).get().status(at: at(601)) == .pending)
    #expect(error(await store.approve(request.id, yes(3))) == .alreadyDecided)
  }

  @Test func requestsAndApprovalsLapse() async throws {
    let store = try open()
    let late = try store.request(subject(), occasion, now: at(0)).get()
    #expect(error(await store.approve(late.id, yes(900))) == .expired)
    let request = try store.request(subject(), occasion, now: at(1_000)).get()
    let grant = try await store.approve(request.id, yes(1_001)).get()
    #expect(grant.expiresAt == at(1_301))
    #expect(error(await redeem(store, grant.token.exposed(), subject(), at(1_301))) == .expired)
    #expect(error(await redeem(store, nil, subject(), at(1_301))) == .notFound)
    #expect(try await store.show(request.id).get().status(at: at(1_301)) == .expired)
  }

  @Test(arguments: [
    "", "x", "agwap_", "agwap_!!", "agwap_" + String(repeating: "A", count: 43),
    String(repeating: "a", count: 10_000),
  ])
  func tokensThatWereNeverGivenAreUnknown(token: String) async throws {
    #expect(error(await redeem(try open(), token, subject(), at(0))) == .tokenUnknown)
  }

  @Test func onlyTheFingerprintOfATokenIsStored() async throws {
    let store = try open()
    let request = try store.request(subject(), occasion, now: at(0)).get()
    let token = try await store.approve(request.id, yes(1)).get().token
    #expect("\(token)" == "[REDACTED]")
    for name in ["precinct.sqlite", "precinct.sqlite-wal"] {
      let bytes = try FileBytes.read(scratch.file(name), bytesMax: 1 << 24)
      #expect(!bytes.contains(token.exposed().utf8))
    }
  }

  @Test func approvalsOutliveARestartAndSoDoesTheirUse() async throws {
    let first = try open()
    let request = try first.request(subject(), occasion, now: at(0)).get()
    let token = try await first.approve(request.id, yes(1)).get().token.exposed()
    let second = try open(now: at(2))
    #expect(try await redeem(second, nil, subject(), at(2)).get().id == request.id)
    let third = try open(now: at(3))
    #expect(error(await redeem(third, token, subject(), at(3))) == .alreadyUsed)
    #expect(error(await redeem(third, nil, subject(), at(3))) == .notFound)
    #expect(try await third.show(request.id).get().consumedAt == at(2))
  }

  @Test func anApprovalByAnotherProcessIsSeen() async throws {
    let gateway = try open()
    let console = try open()
    let request = try gateway.request(subject(), occasion, now: at(0)).get()
    gateway.flush()
    _ = try await console.approve(request.id, yes(1)).get()
    #expect(try await redeem(gateway, nil, subject(), at(2)).get().id == request.id)
  }

  @Test func anApprovalThatAnotherGatewayUsedMayBeAskedForAnew() async throws {
    let stores = [try open(), try open()]
    let request = try stores[0].request(subject(), occasion, now: at(0)).get()
    stores[0].flush()
    _ = try await stores[0].approve(request.id, yes(1)).get()
    _ = try await redeem(stores[1], nil, subject(), at(2)).get()
    #expect(error(await redeem(stores[0], nil, subject(), at(2))) == .notFound)
    #expect(try stores[0].request(subject(), occasion, now: at(2)).get().status(at: at(2)) == .pending)
  }

  @Test(arguments: [true, false]) func twoGatewaysUseAnApprovalOnceBetweenThem(byToken: Bool) async throws {
    let stores = [try open(), try open()]
    for round in 0..<5 {
      let now = at(Double(round) * 10)
      let subject = subject("round \(round)")
      let request = try stores[0].request(subject, occasion, now: now).get()
      stores[0].flush()
      let token = try await stores[1].approve(request.id, ApprovalDecision(by: "alice", at: now)).get().token
        .exposed()
      let later = now.adding(.seconds(1))
      let uses = await withTaskGroup(of: Bool.self) { group in
        for attempt in 0..<8 {
          group.addTask {
            error(await redeem(stores[attempt % 2], byToken ? token : nil, subject, later)) == nil
          }
        }
        return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
      }
      #expect(uses == 1)
    }
  }

  @Test func oneCallerCannotFillTheQueueOfThePerson() throws {
    var settings = ApprovalSettings()
    settings.pendingPerPrincipalMax = 3
    let store = try open(settings)
    for number in 0..<3 { _ = try store.request(subject("\(number)"), occasion, now: at(0)).get() }
    #expect(error(store.request(subject("3"), occasion, now: at(0))) == .tooManyPending)
    _ = try store.request(subject("3", by: "another"), occasion, now: at(0)).get()
    _ = try store.request(subject("3"), occasion, now: at(900)).get()
  }

  @Test func tooManyJobsAreRefusedAndNotForgotten() throws {
    var settings = ApprovalSettings()
    settings.jobsMax = 0
    let store = try open(settings)
    #expect(error(store.request(subject(), occasion, now: at(0))) == .unavailable)
    let answers = Mutex<[ApprovalError?]>([])
    store.redeem("agwap_" + String(repeating: "A", count: 43), for: subject(), now: at(0)) { result in
      answers.withLock { $0.append(error(result)) }
    }
    #expect(answers.withLock { $0 } == [.unavailable])
  }

  @Test func aLedgerThatCannotBeWrittenRefusesRequests() async throws {
    let database = try StateDatabase(in: StateDirectory(scratch.path))
    let store = try ApprovalStore(database: database, now: at(0))
    try database.write { transaction throws(StorageError) in try transaction.execute("DROP TABLE approvals") }
    _ = store.request(subject(), occasion, now: at(0))
    store.flush()
    #expect(error(store.request(subject("id"), occasion, now: at(1))) == .unavailable)
    #expect(
      error(await redeem(store, "agwap_" + String(repeating: "A", count: 43), subject(), at(1)))
        == .unavailable)
    #expect(error(await store.list()) == .unavailable)
  }

  @Test func theListTellsEveryRequestNewestFirst() async throws {
    let store = try open()
    let first = try store.request(subject("1"), occasion, now: at(0)).get()
    let second = try store.request(subject("2"), occasion, now: at(1)).get()
    #expect(try await store.list().get().map(\.id) == [second.id, first.id])
    #expect(try await store.show(first.id).get() == first)
    #expect(error(await store.show("apr_none")) == .notFound)
    #expect(error(await store.deny("apr_none", yes(1))) == .notFound)
  }

  @Test func oldRequestsAreForgottenAtStart() async throws {
    let store = try open()
    let request = try store.request(subject(), occasion, now: at(0)).get()
    store.flush()
    let later = try open(now: at(31 * 86_400))
    #expect(error(await later.show(request.id)) == .notFound)
  }

  @Test func argumentsForThePersonAreBounded() {
    let long = ApprovalCase(reason: "", riskScore: 0, arguments: String(repeating: "é", count: 10_000))
    #expect(long.arguments.utf8.count < ApprovalCase.argumentsBytesMax + 40)
  }
}
