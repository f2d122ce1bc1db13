/// Every expression of a rule set: for the database, and again, one by one, for confirming.
struct PatternSet: Sendable {
  private(set) var patterns: [ScanPattern] = []
  private(set) var confirming: [ConfirmingPattern] = []
  /// Per expression, its place among `patterns`: rules share anchors.
  private var places: [String: Int] = [:]

  /// Base64 and hexadecimal runs are taken up where 24 digits stand after something that is none.
  private static let views: [(ViewKind, String)] = [
    (.base64, #"(?:^|[^A-Za-z0-9+/_=-])[A-Za-z0-9+/_-]{24}"#),
    (.percent, #"%[0-9A-Fa-f]{2}"#),
    (.htmlEntity, #"&(?:#[0-9xX]|lt;|gt;|quot;|apos;|nbsp;|colon;|equals;|sol;|lowbar;)"#),
    (.escape, #"\\(?:u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2})"#),
  ]

  /// - Throws: `detection_pattern_invalid` naming the rule.
  init(_ rules: [DetectionRule]) throws(DetectionError) {
    for (index, rule) in rules.enumerated() {
      for (expression, isKey) in rule.patterns.map({ ($0, false) }) + rule.keys.map({ ($0, true) }) {
        do throws(PatternProblem) {
          if isKey { try add(key: expression, ofRuleAt: index) } else { try add(expression, of: rule, at: index) }
        } catch {
          throw DetectionError(.patternInvalid, "expression \"\(expression)\": \(error.message)", rule: rule.id)
        }
      }
    }
    for (kind, expression) in Self.views {
      patterns.append(ScanPattern(expression: expression, purpose: .view(kind)))
    }
  }

  /// An expression for values: searched for itself, or where one of the rule's anchors is found.
  private mutating func add(_ expression: String, of rule: DetectionRule, at index: Int) throws(PatternProblem) {
    let scanned = Self.unnamed(expression)
    let width = try Self.width(of: scanned)
    confirming.append(try ConfirmingPattern(expression))
    var target = ScanPattern.Target(
      kind: .value, rule: index, confirming: confirming.count - 1, before: width, after: 0)
    if !rule.anchors.isEmpty {
      target.after = width
      for anchor in rule.anchors {
        target.before = max(width, try Self.width(of: anchor))
        place(anchor, target)
      }
    } else if rule.isContextRequired {
      // The words are looked for instead of the value: they are cheaper.
      target.kind = .nearby
      target.after = width + DetectionLimits.contextBytesBefore
      for word in rule.context {
        target.before = width + DetectionLimits.contextBytesAfter + word.utf8.count
        place("(?i)" + Self.literal(word), target)
      }
    } else {
      place(try RelaxedExpression(scanned).text, target)
    }
  }

  private mutating func add(key expression: String, ofRuleAt index: Int) throws(PatternProblem) {
    _ = try Self.width(of: expression)
    // What follows a key's telling part may only be digits and punctuation: `password2`, not `password_hint`.
    confirming.append(try ConfirmingPattern("(?:\(expression))[^A-Za-z]*$"))
    let target = ScanPattern.Target(
      kind: .keyed, rule: index, confirming: confirming.count - 1, before: 0, after: 0)
    place(expression, target)
  }

  private mutating func place(_ expression: String, _ target: ScanPattern.Target) {
    if let place = places[expression], case .targets(let targets) = patterns[place].purpose {
      patterns[place].purpose = .targets(targets + [target])
    } else {
      places[expression] = patterns.count
      patterns.append(ScanPattern(expression: expression, purpose: .targets([target])))
    }
  }

  /// The expression as the database takes it: groups have no names there.
  private static func unnamed(_ expression: String) -> String {
    let parts = expression.split(separator: "(?P<", omittingEmptySubsequences: false)
    return parts.enumerated().map { index, part in
      guard index > 0, let close = part.firstIndex(of: ">") else { return String(part) }
      return "(" + part[part.index(after: close)...]
    }.joined()
  }

  /// The expression that matches `word` and nothing else.
  private static func literal(_ word: String) -> String {
    word.unicodeScalars.map { scalar in
      scalar.isASCII && !scalar.properties.isAlphabetic && scalar.properties.numericType == nil
        ? "\\\(scalar)" : "\(scalar)"
    }.joined()
  }

  private static func width(of expression: String) throws(PatternProblem) -> Int {
    guard expression.utf8.count <= DetectionLimits.patternBytesMax else {
      throw PatternProblem(index: nil, message: "longer than \(DetectionLimits.patternBytesMax) bytes; split it")
    }
    let width = try PatternWidth(of: expression)
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
