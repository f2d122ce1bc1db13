public import Basics

/// One session: its score, its counters, the tools it has used and whether it has read something sensitive.
///
/// A pure value: every event comes with its time, and the verdict comes back.
///
/// The rule against leaks: once a tool labelled `sensitive` has been let through, no tool labelled `external`
/// is, until the session ends. It does not look at how many calls lie between, nor at what is sent: an agent
/// that waits, splits or encodes is held as well as one that does not. A tool that is both (it reads what is
/// sensitive from outside) may be called on its own, and is held like any other external tool after a
/// sensitive read by another tool.
public struct SessionState: Sendable {
  public let startedAt: Timestamp
  public private(set) var lastSeenAt: Timestamp
  public private(set) var counters = SessionCounters()
  private var score: RiskScore
  private var reads = SensitiveReads()
  private var toolsSeen: Set<String> = []

  /// Tools remembered for novelty; a session that has used more finds every further tool new.
  static let toolsSeenMax = 256

  /// - Parameter inheritedScore: What the principal's other sessions make of the new one, 0…100.
  public init(startingAt now: Timestamp, inheritedScore: Int = 0) {
    startedAt = now
    lastSeenAt = now
    score = RiskScore(inheritedScore, startingAt: now)
  }

  /// The risk score at `now`, 0…100.
  public func riskScore(at now: Timestamp) -> Int { score.value(at: now) }

  /// Takes over the score of a session that ended, if it is higher.
  mutating func inherit(score: Int, now: Timestamp) { self.score.raise(to: score, now: now) }

  /// Whether something sensitive has been read.
  public var isTainted: Bool { reads.latest != nil }

  /// The number of different tools remembered.
  public var toolCount: Int { toolsSeen.count }

  /// Weighs one event.
  ///
  /// - Complexity: O(1).
  public mutating func admit(_ event: SessionEvent, now: Timestamp) -> SessionVerdict {
    lastSeenAt = max(lastSeenAt, now)
    var isNovel = false
    var exfiltration: Exfiltration?
    switch event {
    case .call(let call):
      isNovel = !toolsSeen.contains(call.tool)
      exfiltration = leak(by: call)
      weigh(call, isNovel: isNovel, exfiltration: exfiltration, now: now)
    case .refused(let call):
      SessionCounters.add(1, to: &counters.refusals)
      if let call { takeBack(call) }
      score.add(RiskPoints.refusal, now: now)
    case .withdrawn(let call):
      takeBack(call)
    case .answered(let personalData, let injections):
      SessionCounters.add(personalData, to: &counters.personalData)
      SessionCounters.add(injections, to: &counters.injections)
      let counted = min(max(0, injections), RiskPoints.injectionsCountedMax)
      score.add(counted * RiskPoints.injectionInAnswer, now: now)
    }
    let value = score.value(at: now)
    return SessionVerdict(
      riskScore: value, riskBand: RiskBand(score: value), isNovelTool: isNovel, exfiltration: exfiltration)
  }

  private mutating func takeBack(_ call: SessionCall) {
    if call.flow.contains(.sensitive) { reads.takeBack() }
  }

  private func leak(by call: SessionCall) -> Exfiltration? {
    guard call.flow.contains(.external), let read = reads.latest, read.tool != call.tool else { return nil }
    return Exfiltration(source: read.tool, readAt: read.at, sink: call.tool)
  }

  private mutating func weigh(_ call: SessionCall, isNovel: Bool, exfiltration: Exfiltration?, now: Timestamp)
  {
    SessionCounters.add(call.personalData, to: &counters.personalData)
    SessionCounters.add(call.injections, to: &counters.injections)
    score.add(RiskPoints.findings(in: call), now: now)
    guard exfiltration == nil else {
      // The layer that asked settles the refusal itself; nothing was called, nothing was learnt of the tool.
      score.add(RiskPoints.exfiltration, now: now)
      return
    }
    SessionCounters.add(1, to: &counters.calls)
    let usage = RiskPoints.call(call.risk) + (isNovel ? RiskPoints.novelty(call.risk) : 0)
    score.add(usage, ceiling: RiskPoints.usageCeiling, now: now)
    if toolsSeen.count < Self.toolsSeenMax { toolsSeen.insert(call.tool) }
    if call.flow.contains(.sensitive) {
      SessionCounters.add(1, to: &counters.sensitiveReads)
      reads.note(call.tool, now: now)
    }
    if call.flow.contains(.external) { SessionCounters.add(1, to: &counters.externalSends) }
  }
}
