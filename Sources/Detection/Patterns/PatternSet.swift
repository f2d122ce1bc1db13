/// Every expression of a rule set: for the database, and again, one by one, for confirming.
struct PatternSet: Sendable {
  let patterns: [ScanPattern]
  /// Per pattern, the most bytes it can match.
  let widths: [Int]
  let confirming: [ConfirmingPattern]

  /// Base64 and hexadecimal runs are taken up where 24 digits stand after something that is none.
  private static let views: [(ViewKind, String)] = [
    (.base64, #"(?:^|[^A-Za-z0-9+/_=-])[A-Za-z0-9+/_-]{24}"#),
    (.percent, #"%[0-9A-Fa-f]{2}"#),
    (.htmlEntity, #"&(?:#[0-9xX]|lt;|gt;|quot;|apos;|nbsp;|colon;|equals;|sol;|lowbar;)"#),
    (.escape, #"\\(?:u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2})"#),
  ]

  /// - Throws: `detection_pattern_invalid` naming the rule.
  init(_ rules: [DetectionRule]) throws(DetectionError) {
    var patterns: [ScanPattern] = []
    var widths: [Int] = []
    var confirming: [ConfirmingPattern] = []
    for (index, rule) in rules.enumerated() {
      for (expression, isKey) in rule.patterns.map({ ($0, false) }) + rule.keys.map({ ($0, true) }) {
        do throws(PatternProblem) {
          // What follows a key's telling part may only be digits and punctuation: `password2`, not `password_hint`.
          let confirm = isKey ? "(?:\(expression))[^A-Za-z]*$" : expression
          confirming.append(try ConfirmingPattern(confirm))
          let at = confirming.count - 1
          let pattern = ScanPattern(
            expression: Self.scanned(expression),
            purpose: isKey ? .key(rule: index, confirming: at) : .text(rule: index, confirming: at))
          widths.append(try Self.width(of: pattern))
          patterns.append(pattern)
        } catch {
          throw DetectionError(
            .patternInvalid, "expression \"\(expression)\": \(error.message)", rule: rule.id)
        }
      }
    }
    for (kind, expression) in Self.views {
      patterns.append(ScanPattern(expression: expression, purpose: .view(kind)))
      widths.append(DetectionLimits.patternWidthMax)
    }
    self.patterns = patterns
    self.widths = widths
    self.confirming = confirming
  }

  /// The expression as the database takes it: groups have no names there.
  private static func scanned(_ expression: String) -> String {
    expression.split(separator: "(?P<", omittingEmptySubsequences: false).enumerated().map { index, part in
      guard index > 0, let close = part.firstIndex(of: ">") else { return String(part) }
      return "(" + part[part.index(after: close)...]
    }.joined()
  }

  private static func width(of pattern: ScanPattern) throws(PatternProblem) -> Int {
    guard pattern.expression.utf8.count <= DetectionLimits.patternBytesMax else {
      throw PatternProblem(index: nil, message: "longer than \(DetectionLimits.patternBytesMax) bytes; split it")
    }
    let width = try PatternWidth(of: pattern)
    guard width.least > 0 else {
      throw PatternProblem(index: nil, message: "can match the empty string; make some part of it required")
    }
    guard let most = width.most, most <= DetectionLimits.patternWidthMax else {
      throw PatternProblem(
        index: nil,
        message: "can match more than \(DetectionLimits.patternWidthMax) bytes; "
          + "bound every repetition ({1,64}) and use `extent` for long values")
    }
    return most
  }
}
