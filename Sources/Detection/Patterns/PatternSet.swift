/// Every expression of a rule set: for the database, and again, one by one, for confirming.
struct PatternSet: Sendable {
  private(set) var patterns: [ScanPattern] = []
  private(set) var confirming: [ConfirmingPattern] = []
  /// Per expression, its place among `patterns`: rules share anchors.
  private var places: [String: Int] = [:]

  /// What is run around numbers, and around unbroken runs.
  private(set) var groupTargets: [ScanPattern.Target] = []
  private(set) var runTargets: [ScanPattern.Target] = []

  /// Where disguised text shows itself. Encoded runs are found without expressions.
  private static let views: [(ViewKind, String)] = [
    (.percent, #"%[0-9A-Fa-f]{2}"#),
    (.htmlEntity, #"&(?:#[0-9xX]|lt;|gt;|quot;|apos;|nbsp;|colon;|equals;|sol;|lowbar;|period;|commat;)"#),
    (.escape, #"\\(?:u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2})"#),
    (.rot13, #"(?i)(?:vtaber|qvfertneq|vafgehpgvba|flfgrz cebzcg|erirny|bireevqr|cnffjbeq|perqragvny)"#),
    (.reversed, #"(?i)(?:erongi|drageridsid|noitcurtsni|tpmorp metsys|edirrevo|drowssap|laitnederc)"#),
    (
      .leet,
      #"(?i)(?:1gn[o0]r|ign0r|gn[o0]r3|pr[e3]v1|v[i1]0us|1nst|truct10n|ruc71on|0v3rr"#
        + #"|ov3rrid|r3v[e3]|rev34|pr0mp|p4ss|pa55w|d1sr|disr3g|byp4s|s3cr)"#
    ),
    (
      .spaced,
      #"(?i)(?:i[ ._*|-]g[ ._*|-]n[ ._*|-]o|n[ ._*|-]s[ ._*|-]t[ ._*|-]r|p[ ._*|-]r[ ._*|-]e[ ._*|-]v"#
        + #"|p[ ._*|-]r[ ._*|-]o[ ._*|-]m|s[ ._*|-]r[ ._*|-]e[ ._*|-]g|r[ ._*|-]e[ ._*|-]v[ ._*|-]e|v[ ._*|-]e[ ._*|-]r[ ._*|-]r)"#
    ),
  ]

  /// - Parameter widths: Filled with what is measured; or what was measured in an earlier run.
  /// - Throws: `detection_pattern_invalid` naming the rule.
  init(_ rules: [DetectionRule], widths: inout PatternWidths) throws(DetectionError) {
    for (index, rule) in rules.enumerated() {
      for (expression, isKey) in rule.patterns.map({ ($0, false) }) + rule.keys.map({ ($0, true) }) {
        do throws(PatternProblem) {
          if isKey {
            try add(key: expression, ofRuleAt: index, &widths)
          } else {
            try add(expression, of: rule, at: index, &widths)
          }
        } catch {
          throw DetectionError(
            .patternInvalid, "expression \"\(expression)\": \(error.message)", rule: rule.id)
        }
      }
    }
    for (kind, expression) in Self.views {
      patterns.append(ScanPattern(expression: expression, purpose: .view(kind)))
    }
  }

  /// The set for rules whose widths were measured and whose expressions were verified in an earlier run.
  init(_ rules: [DetectionRule], known widths: [UInt32]) throws(DetectionError) {
    var widths = PatternWidths(known: widths)
    try self.init(rules, widths: &widths)
  }

  /// An expression for values: searched for itself, or where one of the rule's anchors is found.
  private mutating func add(
    _ expression: String, of rule: DetectionRule, at index: Int, _ widths: inout PatternWidths
  )
    throws(PatternProblem)
  {
    let scanned = Self.unnamed(expression)
    let width = try widths.width(of: scanned)
    try confirm(expression, widths)
    var target = ScanPattern.Target(
      kind: .value, rule: index, confirming: confirming.count - 1, before: width, after: 0)
    target.need = ShapeNeed(of: rule)
    if !rule.anchors.isEmpty {
      target.after = width
      for anchor in rule.anchors {
        target.before = max(width, try widths.width(of: anchor))
        place(anchor, target)
      }
    } else if rule.isContextRequired {
      // The words are looked for instead of the value: they are cheaper.
      target.kind = .nearby
      target.after = width + DetectionLimits.contextBytesBefore
      for word in rule.context {
        target.before = width + DetectionLimits.contextBytesAfter + word.utf8.count
        place(Self.word(word), target)
      }
    } else if !target.need.isNothing {
      target.after = width
      groupTargets.append(target)
    } else if rule.isInRun {
      target.after = width
      runTargets.append(target)
    } else {
      place(scanned, target)
    }
  }

  private mutating func add(key expression: String, ofRuleAt index: Int, _ widths: inout PatternWidths)
    throws(PatternProblem)
  {
    _ = try widths.width(of: expression)
    // What follows a key's telling part may only be digits and punctuation: `password2`, not `password_hint`,
    // and not the end of a placeholder.
    try confirm("(?:\(expression))[^A-Za-z\\]]*$", widths)
    let target = ScanPattern.Target(
      kind: .keyed, rule: index, confirming: confirming.count - 1, before: 0, after: 0)
    place(expression, target)
  }

  private mutating func confirm(_ expression: String, _ widths: PatternWidths) throws(PatternProblem) {
    let pattern = ConfirmingPattern(expression)
    if !widths.areKnown { try pattern.verify() }
    confirming.append(pattern)
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

  /// The expression that finds a context word: a short one only where no other letter touches it.
  private static func word(_ word: String) -> String {
    guard word.utf8.count <= 4, word.utf8.allSatisfy(ASCII.isLetter) else { return "(?i)" + literal(word) }
    let title = word.prefix(1).uppercased() + word.dropFirst().lowercased()
    return "(?:(?:^|[^A-Za-z])(?i:\(word))|[a-z](?:\(title)|\(word.uppercased())))(?:[^a-z]|$)"
  }

  /// The expression that matches `word` and nothing else.
  private static func literal(_ word: String) -> String {
    word.unicodeScalars.map { scalar in
      scalar.isASCII && !scalar.properties.isAlphabetic && scalar.properties.numericType == nil
        ? "\\\(scalar)" : "\(scalar)"
    }.joined()
  }
}
