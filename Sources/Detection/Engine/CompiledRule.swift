import Synchronization

/// A rule as the engine runs it.
final class CompiledRule: Sendable {
  let rule: DetectionRule
  let action: DetectionAction
  /// Context words, their ASCII letters in lower case.
  let context: [[UInt8]]
  let unless: [[UInt8]]
  let names: [[UInt8]]
  private let published: Set<[UInt8]>
  /// How sure a finding is, 0…1.
  let confidence: Double
  /// How often a rule on trial has fired.
  let sightings = Atomic<Int>(0)

  init(_ rule: DetectionRule, profile: DetectionProfile) {
    self.rule = rule
    let wanted = min(profile.action(for: rule.category), rule.actionMax)
    action = rule.mayAct ? wanted : .flag
    context = Self.words(rule.context)
    published = Set(rule.published.map { Array($0.utf8) })
    names = Self.words(rule.named)
    unless = Self.words(rule.unless)
    confidence = rule.confidence ?? Self.usualConfidence(rule)
  }

  /// Other scripts keep their case: text is compared byte by byte.
  private static func words(_ words: [String]) -> [[UInt8]] { words.map { $0.utf8.map(ASCII.lowercased) } }

  /// What can be said without a measurement: a shape that only its maker uses, or a checksum, is strong; words alone
  /// are as strong as they are telling.
  private static func usualConfidence(_ rule: DetectionRule) -> Double {
    switch rule.category {
    case .credential: rule.isFallback ? 0.6 : 0.9
    case .pii: rule.validators.isEmpty ? 0.6 : 0.9
    case .injection:
      switch rule.severity {
      case .low: 0.3
      case .medium: 0.5
      case .high: 0.7
      case .critical: 0.9
      }
    case .limit: 1
    }
  }

  /// The value as far as the rule's extent carries it, within its segment.
  func extended(_ value: Range<Int>, in bytes: [UInt8], segment: Range<Int>) -> Range<Int> {
    value.lowerBound..<max(value.upperBound, rule.extent.end(after: value, in: bytes, segment: segment))
  }

  /// Whether the value passes every check that needs nothing but the value.
  ///
  /// Long values are judged by how they begin, so that a flood of matches in one long token stays cheap.
  func accepts(_ whole: ArraySlice<UInt8>) -> Bool {
    let value = whole.prefix(DetectionLimits.judgedBytesMax)
    if let least = rule.entropyMin, Entropy.bitsPerByte(value) < least { return false }
    if !published.isEmpty, published.contains(Array(value)) { return false }
    return rule.validators.allSatisfy { $0.accepts(value) }
  }
}
