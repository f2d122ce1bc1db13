import Audit
import Basics
import Detection
import Dispatch
import Registry
import Settings
import Synchronization
import Telemetry

/// Looks at what servers say of their tools when they say it, on a thread of its own: the definitions are scanned, held
/// against the history, and what is news is written down, counted and recorded.
final class ToolReview: Sendable {
  /// What the operator is told, in the log of the program.
  typealias Notice = @Sendable (String) -> Void

  let history: RegistryHistory
  private let thread = DispatchQueue(label: "precinct.tool-review")
  private let isClosed = Atomic<Bool>(false)
  private let notice = Mutex<Notice>({ _ in })
  private let admission = Mutex<@Sendable () -> Void>({})
  private let shadows = Mutex<[String: [Shadow]]>([:])

  init(history: RegistryHistory) { self.history = history }

  /// Descriptions of a server that speak of other servers' tools.
  var shadowing: [Shadow] { shadows.withLock { $0.sorted { $0.key < $1.key }.flatMap(\.value) } }

  func onNotice(_ notice: @escaping Notice) { self.notice.withLock { $0 = notice } }

  /// - Parameter work: Called on the review's thread when the history has taken up or approved tools.
  func onAdmission(_ work: @escaping @Sendable () -> Void) { admission.withLock { $0 = work } }

  /// Reviews a listing, and calls `done` with whether it may be relied on.
  func review(
    _ listing: ToolListing, of server: String, _ runtime: GatewayRuntime, done: @escaping @Sendable (Bool) -> Void
  ) {
    thread.async {
      guard !self.isClosed.load(ordering: .acquiring) else { return done(false) }
      do throws(HistoryError) {
        self.report(try self.take(listing, of: server, runtime), runtime)
        done(true)
      } catch {
        self.notice.withLock { $0 }("the registry's history: \(error)")
        done(false)
      }
    }
  }

  private func take(
    _ listing: ToolListing, of server: String, _ runtime: GatewayRuntime
  ) throws(HistoryError) -> [HistoryLine] {
    let snapshot = runtime.snapshot
    let scratch = ScanScratch()
    let arrivals = listing.all.map {
      RegistryHistory.Arrival(definition: $0, entry: snapshot.registry.tool(named: $0.name, at: server))
    }
    note(Shadow.all(in: listing, of: server, snapshot.registry), of: server, runtime)
    let firstSeen: RegistryHistory.FirstSeen = snapshot.configuration.registry.firstSeen == .admit ? .admit : .quarantine
    return try history.take(arrivals, of: server, firstSeen: firstSeen, now: .now()) { definition in
      PoisonRules.findings(in: definition.whole, snapshot.answerRules, scratch: scratch)
    }
  }

  private func report(_ news: [HistoryLine], _ runtime: GatewayRuntime) {
    for line in news {
      runtime.metrics.toolEvents[line.action.rawValue].increment()
      guard !line.action.accepts || line.action == .admitted else { continue }
      let what = line.findings.isEmpty ? "" : " (\(line.findings.joined(separator: ", ")))"
      tell("tool \(line.tool) of \(line.server): \(line.action.rawValue)\(what)", line.tool, line.server, runtime)
    }
    if news.contains(where: { $0.action == .admitted }) { admission.withLock { $0 }() }
  }

  private func note(_ found: [Shadow], of server: String, _ runtime: GatewayRuntime) {
    let known = shadows.withLock { shadows in
      defer { shadows[server] = found }
      return shadows[server] ?? []
    }
    for shadow in found where !known.contains(shadow) {
      runtime.metrics.toolEvents["shadowing"].increment()
      tell(shadow.description, shadow.tool, server, runtime, code: "tool_shadowing")
    }
  }

  private func tell(
    _ text: String, _ tool: String, _ server: String, _ runtime: GatewayRuntime,
    code: String = DenialCode.toolChanged.rawValue
  ) {
    notice.withLock { $0 }(text)
    var entry = AuditEntry(timestamp: .now(), event: .drift)
    entry.tool = String(tool.prefix(256))
    entry.upstream = server
    entry.code = code
    entry.detail = text
    _ = try? runtime.audit.append(entry)
  }

  /// A person has accepted what waits. Blocks on the disk.
  func approve(
    _ tool: String, of server: String, pin: String?, by person: String, _ runtime: GatewayRuntime
  ) throws(HistoryError) -> HistoryLine? {
    let entry = runtime.snapshot.registry.tool(named: tool, at: server)
    guard let line = try history.approve(tool, of: server, pin: pin, entry: entry, by: person, now: .now()) else {
      return nil
    }
    runtime.metrics.toolEvents[line.action.rawValue].increment()
    runtime.catalogue.judgeAgain()
    if entry == nil { admission.withLock { $0 }() }
    return line
  }

  /// Waits for the review that is under way; what comes after it is not relied on.
  func close() async {
    isClosed.store(true, ordering: .releasing)
    await withCheckedContinuation { done in thread.async { done.resume() } }
  }
}
