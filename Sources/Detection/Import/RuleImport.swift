/// Rules of other tools as rules of this engine, with a word on everything that could not be taken over.
public struct RuleImport: Sendable {
  /// What became of one rule.
  public struct Note: Sendable, Hashable {
    public var rule: String
    /// Whether the rule is among ``RuleImport/rules``.
    public var isTaken: Bool
    /// What was left out, or why the rule was.
    public var words: String
  }

  public private(set) var rules: [DetectionRule] = []
  public private(set) var notes: [Note] = []
  private let lane: DetectionLane

  /// Where rules come from.
  public enum Source: String, Sendable, CaseIterable {
    /// `gitleaks.toml`.
    case gitleaks
    /// A rule of Agent Threat Rules in YAML.
    case atr
    /// `_bundled_rules.json` of the Python package `pyatr`.
    case pyatr
  }

  /// - Parameter lane: The lane that the rules begin in: nothing is known of their false alarms.
  public init(lane: DetectionLane) { self.lane = lane }

  /// Adds the rules of a file.
  ///
  /// - Throws: `detection_rule_file_invalid` if the file is not what `source` says.
  public mutating func add(_ text: String, from source: Source, name: String) throws(DetectionError) {
    switch source {
    case .gitleaks: try GitleaksRules.add(text, name: name, to: &self)
    case .atr: try AgentThreatRules.add(yaml: text, name: name, to: &self)
    case .pyatr: try AgentThreatRules.add(bundle: text, name: name, to: &self)
    }
  }

  mutating func leaveOut(_ rule: String, _ words: String) { notes.append(Note(rule: rule, isTaken: false, words: words)) }

  /// Takes `rule` if the engine does, without the expressions and examples that do not work.
  mutating func take(_ rule: DetectionRule, remarks: [String] = []) {
    var rule = rule
    var remarks = remarks
    rule.lane = lane
    if rules.contains(where: { $0.id == rule.id }) { return leaveOut(rule.id, "a rule of this id was taken before") }
    var refused = 0
    var reason = "no expression"
    rule.patterns = rule.patterns.filter { pattern in
      var trial = rule
      (trial.patterns, trial.positives, trial.negatives) = ([pattern], [], [])
      do throws(DetectionError) {
        _ = try DetectionEngine(rules: [trial], profile: .requests)
        return true
      } catch {
        refused += 1
        reason = error.message
        return false
      }
    }
    guard !rule.patterns.isEmpty else { return leaveOut(rule.id, reason) }
    if refused > 0 { remarks.append("\(refused) expressions left out: \(reason)") }
    var tried = rule
    (tried.positives, tried.negatives) = ([], [])
    // The measure of confidence is not in question here, only whether an expression fires.
    guard let engine = try? DetectionEngine(rules: [tried], profile: .requests) else { return leaveOut(rule.id, reason) }
    let before = rule.positives.count + rule.negatives.count
    rule.positives = rule.positives.filter { engine.fires(0, in: $0, scratch: ScanScratch()) }
    rule.negatives = rule.negatives.filter { !engine.fires(0, in: $0, scratch: ScanScratch()) }
    let lost = before - rule.positives.count - rule.negatives.count
    if lost > 0 { remarks.append("\(lost) of \(before) examples do not hold here and were left out") }
    rules.append(rule)
    if !remarks.isEmpty { notes.append(Note(rule: rule.id, isTaken: true, words: remarks.joined(separator: "; "))) }
  }

  /// An id in the form that rule files ask for.
  static func id(_ text: String) -> String {
    let bytes = text.utf8.map { ASCII.isAlphanumeric($0) ? ASCII.lowercased($0) : 0x2d }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A type in the form that rule files ask for.
  static func type(_ text: String) -> String {
    let bytes = text.utf8.map { ASCII.isAlphanumeric($0) ? ASCII.uppercased($0) : 0x5f }
    return String(decoding: bytes, as: UTF8.self)
  }
}
