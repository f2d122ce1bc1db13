import Basics

/// Holds what was forwarded against what was decided, call by call, in memory that does not grow.
///
/// A call has a decision entry and, if it was forwarded, an outcome entry with the same ID after it. Decisions are
/// remembered up to ``callsMax``; an outcome that belongs to a forgotten one, or to one before the period, is counted
/// as undetermined and never as proof.
struct CallPairing: Sendable, Equatable {
  /// Decisions that are remembered.
  static let callsMax = 65_536

  /// What was forwarded after policy had allowed it.
  private(set) var decided = 0
  /// What was forwarded without a decision that policy allowed.
  private(set) var undecided = 0
  /// What was forwarded although it was refused.
  private(set) var refusedAndForwarded = 0
  /// What was forwarded, its decision being too long ago to tell.
  private(set) var undetermined = 0
  /// Calls that were refused.
  private(set) var refused = 0
  private(set) var samples: [[UInt8]] = []

  private struct Call: Equatable {
    var isAllowed = false
    var isRefused = false
  }

  private let capacity: Int
  private var calls: [String: Call] = [:]
  /// The IDs in the order in which they came; a ring once it is full.
  private var order: [String] = []
  private var oldest = 0
  private var hasForgotten = false

  /// - Parameter isWhole: Whether the entries begin with the first of the log.
  init(isWhole: Bool, capacity: Int = callsMax) {
    hasForgotten = !isWhole
    self.capacity = capacity
  }

  private static let allowed = EntryQuery([
    .member("decision", oneOf: ["ALLOW"]), .layer("opa_policy", results: ["pass"]),
  ])

  mutating func take(_ line: [UInt8], _ entry: JSONDocument) {
    guard let event = text("event", entry), let id = text("decision_id", entry), !id.isEmpty else { return }
    switch event {
    case "decision": decide(id, entry)
    case "outcome" where text("upstream", entry) != nil: forward(id, line)
    default: break
    }
  }

  private mutating func decide(_ id: String, _ entry: JSONDocument) {
    let isRefused = text("decision", entry) == "DENY"
    if isRefused { refused += 1 }
    if calls[id] == nil { remember(id) }
    calls[id, default: Call()].isRefused = isRefused
    if Self.allowed.matches(entry) { calls[id, default: Call()].isAllowed = true }
  }

  private mutating func remember(_ id: String) {
    if order.count < capacity { return order.append(id) }
    calls[order[oldest]] = nil
    order[oldest] = id
    oldest = (oldest + 1) % capacity
    hasForgotten = true
  }

  private mutating func forward(_ id: String, _ line: [UInt8]) {
    guard let call = calls[id] else {
      if hasForgotten { undetermined += 1 } else { undecided += 1; keep(line) }
      return
    }
    if call.isAllowed { decided += 1 } else { undecided += 1; keep(line) }
    if call.isRefused, !call.isAllowed { refusedAndForwarded += 1 }
  }

  private mutating func keep(_ line: [UInt8]) {
    if samples.count < ClaimTally.samplesMax { samples.append(line) }
  }

  private func text(_ key: String, _ entry: JSONDocument) -> String? {
    entry.member(key: key, of: JSONDocument.root).flatMap { entry.string(at: $0) }
  }
}
