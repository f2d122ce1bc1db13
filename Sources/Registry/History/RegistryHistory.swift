public import Basics
import Synchronization

/// Which definitions of tools were accepted, by whom and when: what a server says now is held against it.
///
/// Everything is written down before it counts: a signed line that holds the digest of the line before. The state is
/// what the lines say, so it is the same after a restart.
public final class RegistryHistory: Sendable {
  /// The last word on a tool.
  struct Record: Sendable {
    var accepted: HistoryLine?
    /// What is withheld; nil if nothing is.
    var pending: HistoryLine?
    /// Lines that withhold it, since the last that accepted it.
    var refusals = 0
  }

  /// LIMIT: lines that withhold one tool until somebody approves it. What comes after them is withheld all the same,
  /// but no longer written down: a server must not fill the disk.
  static let refusalsPerToolMax = 32
  /// LIMIT: lines that withhold tools, over all of them.
  static let refusalsMax = 65_536

  private struct State {
    var records: [ToolPlace: Record] = [:]
    var lines = 0
    var refusals = 0
    /// In bytes.
    var length = 0
    var last = HistoryFile.first

    mutating func apply(_ line: HistoryLine) {
      let place = ToolPlace(server: line.server, name: line.tool)
      if line.action.accepts {
        records[place] = Record(accepted: line)
      } else {
        records[place, default: Record()].pending = line
        records[place]?.refusals += 1
        refusals += 1
      }
      lines += 1
    }
  }

  /// What happens to a tool that nobody registered.
  public enum FirstSeen: String, Sendable, CaseIterable { case quarantine, admit }

  private let state: Mutex<State>
  private let file: HistoryFile
  private let key: HistoryKey

  /// Opens the history in `directory`, or begins one. Blocks on the disk.
  ///
  /// - Throws: ``HistoryError`` if a line is not as it was signed: nothing that it says can be relied on then.
  public init(in directory: String) throws(HistoryError) {
    key = try HistoryKey(in: directory)
    file = HistoryFile(in: directory)
    var state = State()
    let bytes = try file.read()
    let (lines, last) = try file.lines(bytes, by: key.publicKey)
    for line in lines { state.apply(line) }
    state.length = bytes.count
    state.last = last
    self.state = Mutex(state)
  }

  // MARK: Asking

  /// How an entry stands with one definition that its server offers.
  public func verdict(of entry: ToolEntry, _ definition: ToolDefinition) -> ToolVerdict {
    let record = state.withLock { $0.records[ToolPlace(server: entry.server, name: entry.ownName)] }
    if let pending = record?.pending, pending.definition == definition.whole, pending.action == .poisoned {
      return .changed(Self.found(pending.findings))
    }
    guard let accepted = record?.accepted else { return compare(entry, definition) }
    if accepted.definition == definition.whole { return .matches }
    // A registry that was changed since is newer than what was accepted before.
    if accepted.registered != Self.label(entry), case .matches = compare(entry, definition) { return .matches }
    return .changed(Self.difference(accepted.definition, definition.whole))
  }

  /// The tools that were taken up without being registered.
  public var admitted: [AdmittedTool] {
    state.withLock { state in
      state.records.values.compactMap(\.accepted).filter { $0.registered == nil }.compactMap { line in
        ToolDefinition(line.definition).map { AdmittedTool(server: line.server, definition: $0) }
      }
      .sorted { ($0.server, $0.definition.name) < ($1.server, $1.definition.name) }
    }
  }

  /// What waits for somebody to approve it.
  public var pending: [HistoryLine] {
    state.withLock { $0.records.values.compactMap(\.pending) }.sorted { ($0.server, $0.tool) < ($1.server, $1.tool) }
  }

  /// What differs between the accepted definition of a tool and the one that waits.
  public func difference(of pending: HistoryLine) -> DefinitionDiff {
    let accepted = state.withLock { $0.records[ToolPlace(server: pending.server, name: pending.tool)]?.accepted }
    guard let accepted else { return Self.found(pending.findings) }
    return Self.difference(accepted.definition, pending.definition)
  }

  // MARK: Writing

  /// What a server offers, as it arrives.
  public struct Arrival {
    public let definition: ToolDefinition
    /// The registry's entry; nil if it has none.
    public let entry: ToolEntry?

    public init(definition: ToolDefinition, entry: ToolEntry?) {
      self.definition = definition
      self.entry = entry
    }
  }

  /// Takes the definitions that a server offers, and gives those about which there is news. That is written down first.
  /// Blocks on the disk.
  ///
  /// - Parameter findings: Says what the detection rules find in a definition that is new.
  public func take(
    _ arrivals: [Arrival], of server: String, firstSeen: FirstSeen, now: Timestamp,
    findings: (ToolDefinition) -> [String]
  ) throws(HistoryError) -> [HistoryLine] {
    let (records, refusals) = state.withLock { ($0.records, $0.refusals) }
    var drafts: [Draft] = []
    for arrival in arrivals {
      let definition = arrival.definition
      let record = records[ToolPlace(server: server, name: definition.name)]
      let isAccepted = record?.accepted?.definition == definition.whole
      if isAccepted, record?.pending == nil { continue }
      if record?.pending?.definition == definition.whole { continue }
      let found = isAccepted ? [] : findings(definition)
      let action: HistoryAction
      if isAccepted, let known = record?.accepted?.action {
        // The server has gone back to what was accepted.
        action = known
      } else {
        action = found.isEmpty ? Self.action(for: definition, arrival.entry, record, firstSeen) : .poisoned
      }
      let isKept = record.map { $0.refusals < Self.refusalsPerToolMax } ?? true
      let draft = Draft(action: action, definition: definition, entry: arrival.entry, findings: found)
      if action.accepts || (isKept && refusals + drafts.count < Self.refusalsMax) {
        drafts.append(draft)
      } else if arrival.entry != nil {
        withhold(draft, of: server, at: now)
      }
    }
    return drafts.isEmpty ? [] : try write(drafts, of: server, by: "gateway", at: now)
  }

  /// Withholds a registered tool without writing that down.
  private func withhold(_ draft: Draft, of server: String, at now: Timestamp) {
    let line = HistoryLine(
      sequence: 0, at: now, action: draft.action, server: server, tool: draft.definition.name,
      registered: Self.label(draft.entry), definition: draft.definition.whole, findings: draft.findings, by: "gateway",
      previous: "")
    state.withLock { $0.records[ToolPlace(server: server, name: line.tool), default: Record()].pending = line }
  }

  private struct Draft {
    let action: HistoryAction
    let definition: ToolDefinition
    let entry: ToolEntry?
    let findings: [String]
  }

  /// What an entry says of a tool; nil if nobody wrote one.
  private static func label(_ entry: ToolEntry?) -> String? {
    entry.flatMap { $0.isAdmitted ? nil : $0.hash?.description ?? "unhashed" }
  }

  private static func action(
    for definition: ToolDefinition, _ entry: ToolEntry?, _ record: Record?, _ firstSeen: FirstSeen
  ) -> HistoryAction {
    guard let entry, !entry.isAdmitted else {
      guard record?.accepted == nil else { return .changed }
      return firstSeen == .admit ? .admitted : .quarantined
    }
    if let accepted = record?.accepted, accepted.registered == label(entry) { return .changed }
    if case .matches = compare(entry, definition) { return .seen }
    return .changed
  }

  /// Accepts what waits; nil if nothing does, or if it is not what was looked at.
  ///
  /// - Parameter pin: The pin that the person was shown; nil accepts whatever waits.
  public func approve(
    _ tool: String, of server: String, pin: String?, entry: ToolEntry?, by person: String, now: Timestamp
  ) throws(HistoryError) -> HistoryLine? {
    let pending = state.withLock { $0.records[ToolPlace(server: server, name: tool)]?.pending }
    guard let pending, pin == nil || pin == pending.pin.hex, let definition = ToolDefinition(pending.definition) else {
      return nil
    }
    let draft = Draft(action: .approved, definition: definition, entry: entry, findings: pending.findings)
    return try write([draft], of: server, by: person, at: now).first
  }

  private func write(
    _ drafts: [Draft], of server: String, by person: String, at now: Timestamp
  ) throws(HistoryError) -> [HistoryLine] {
    try state.withLock { state throws(HistoryError) in
      var lines: [HistoryLine] = []
      var text: [UInt8] = []
      var last = state.last
      for draft in drafts {
        let line = HistoryLine(
          sequence: state.lines + lines.count + 1, at: now, action: draft.action, server: server,
          tool: draft.definition.name, registered: Self.label(draft.entry), definition: draft.definition.whole,
          findings: draft.findings, by: person, previous: last)
        var object = line.document
        object["signature"] = .string(try key.sign(JSONValue.object(object).serialized()))
        let written = JSONValue.object(object).serialized()
        last = Digest256(of: written).hex
        text += written + [UInt8(ascii: "\n")]
        lines.append(line)
      }
      try file.append(text, at: state.length)
      state.length += text.count
      state.last = last
      for line in lines { state.apply(line) }
      return lines
    }
  }

  private static func difference(_ old: JSONValue, _ new: JSONValue) -> DefinitionDiff {
    var comparison = DefinitionComparison()
    comparison.compare(old, new, at: "")
    return comparison.diff
  }

  private static func found(_ findings: [String]) -> DefinitionDiff {
    var comparison = DefinitionComparison()
    for finding in findings { comparison.note("found", registered: nil, observed: .string(finding)) }
    return comparison.diff
  }
}
