/// A rule as the engine runs it.
final class CompiledRule: Sendable {
  let rule: DetectionRule
  let action: DetectionAction
  /// Context words in lower case.
  let context: [[UInt8]]

  init(_ rule: DetectionRule, profile: DetectionProfile) {
    self.rule = rule
    action = min(profile.action(for: rule.category), rule.actionMax)
    context = rule.context.map { Array($0.lowercased().utf8) }
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
    return rule.validators.allSatisfy { $0.accepts(value) }
  }
}
