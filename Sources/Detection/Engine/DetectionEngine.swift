public import Basics
import Synchronization

/// Finds credentials, personal data and attacks in text, and edits them out.
///
/// All expressions of all rules are one database that passes over a text once; what it reports are
/// candidates, which an RE2 expression in a bounded window, validators and context confirm. Numbers and long
/// runs are found without expressions. Text that hides behind an encoding, compression or look-alike letters, or
/// is split over neighbouring strings, is scanned again as what it stands for. Time is linear in the text for
/// every rule. Immutable; shared by all threads, each of which brings its own ``ScanScratch``.
///
/// Not done: of strings longer than 320 bytes only the ends are joined with their neighbours; words of natural
/// language are only found where a rule spells them.
public final class DetectionEngine: Sendable {
  let rules: [CompiledRule]
  let patterns: PatternSet
  let database: PatternDatabase
  let profile: DetectionProfile
  /// Rules in the lane `observe`, by id.
  let trials: [String: CompiledRule]
  var hasTrials: Bool { !trials.isEmpty }

  /// Compiles `rules`.
  ///
  /// - Parameters:
  ///   - cache: Where the compiled database is kept from run to run; nil compiles anew each time.
  ///   - isTried: Whether the caller tries the rules' examples itself.
  /// - Throws: ``DetectionError``, also if a rule fails in one of its own examples; nothing is half-made.
  /// - Complexity: About a millisecond per expression without a cache, a few in all with one.
  public init(rules: [DetectionRule], profile: DetectionProfile, cache: DatabaseCache? = nil, isTried: Bool = false)
    throws(DetectionError)
  {
    try Self.check(rules)
    let rules = rules.filter { $0.lane != .draft }
    self.rules = rules.map { CompiledRule($0, profile: profile) }
    self.profile = profile
    trials = Self.trials(self.rules)
    if let entry = cache?.entry(for: rules), let known = try? PatternSet(rules, known: entry.widths) {
      patterns = known
      database = entry.database
      return
    }
    var widths = PatternWidths()
    let patterns = try PatternSet(rules, widths: &widths)
    self.patterns = patterns
    do throws(PatternProblem) {
      database = try PatternDatabase.compiling(patterns.patterns)
    } catch {
      throw Self.error(error, patterns, rules)
    }
    // What is in a cache was tried when it was put there.
    if !isTried, let failure = failingExamples(max: 1).first { throw failure.error }
    cache?.store(database, widths.widths, for: rules)
  }

  private static func trials(_ rules: [CompiledRule]) -> [String: CompiledRule] {
    Dictionary(uniqueKeysWithValues: rules.filter { $0.rule.lane == .observe }.map { ($0.rule.id, $0) })
  }

  /// How often each rule on trial has fired since the engine was made.
  public var sightings: [String: Int] { trials.mapValues { $0.sightings.load(ordering: .relaxed) } }

  /// The same rules under another profile, at no cost.
  public init(_ engine: DetectionEngine, profile: DetectionProfile) {
    patterns = engine.patterns
    database = engine.database
    rules = engine.rules.map { CompiledRule($0.rule, profile: profile) }
    self.profile = profile
    trials = Self.trials(rules)
  }

  public var ruleCount: Int { rules.count }

  /// What the rules find in the subtree of `document` at `subtree`: in strings, keys and numbers.
  /// In order of place; findings of one rule do not overlap.
  public func scan(_ document: JSONDocument, subtree: Int = 0, scratch: ScanScratch) -> [Finding] {
    guard document.nodes.indices.contains(subtree) else { return [] }
    var scan = Scan(
      engine: self, document: document, subtree: subtree..<Int(document.nodes[subtree].next),
      text: ScanText(document, subtree: subtree), scratch: scratch)
    return scan.run()
  }

  /// What the rules find in `text`, which may be any bytes. Nodes of the findings are 0.
  public func scan(text: [UInt8], scratch: ScanScratch) -> [Finding] {
    var scan = Scan(engine: self, document: nil, text: ScanText(plain: text), scratch: scratch)
    return scan.run()
  }

  /// How many matches the database alone reports in `bytes`: the yardstick for the speed of a scan.
  package func bareMatches(in bytes: [UInt8], scratch: ScanScratch) -> Int {
    scratch.candidates.reset(patterns: patterns.patterns.count)
    _ = database.scan(bytes, 0..<bytes.count, scratch: scratch.matcher, into: &scratch.candidates)
    return scratch.candidates.candidates.count
  }

  private static func check(_ rules: [DetectionRule]) throws(DetectionError) {
    guard rules.count <= DetectionLimits.rulesMax else {
      throw DetectionError(.ruleSetInvalid, "more than \(DetectionLimits.rulesMax) rules")
    }
    var ids: Set<String> = []
    for rule in rules {
      guard ids.insert(rule.id).inserted else {
        throw DetectionError(.ruleSetInvalid, "another rule has this id; rename one of them", rule: rule.id)
      }
    }
  }

  private static func error(_ problem: PatternProblem, _ patterns: PatternSet, _ rules: [DetectionRule])
    -> DetectionError
  {
    guard let index = problem.index, patterns.patterns.indices.contains(index) else {
      return DetectionError(.databaseUnavailable, problem.message)
    }
    let pattern = patterns.patterns[index]
    var rule: String?
    if case .targets(let targets) = pattern.purpose { rule = targets.first.map { rules[$0.rule].id } }
    return DetectionError(
      .patternInvalid, "expression \"\(pattern.expression)\": \(problem.message)", rule: rule)
  }
}
