/// The rules of a `gitleaks.toml`.
///
/// Taken over: id, description, regex, secretGroup, entropy. Not: paths, and allow-lists, which are reported.
enum GitleaksRules {
  static func add(_ text: String, name: String, to taken: inout RuleImport) throws(DetectionError) {
    let document: TOMLValue
    do throws(TOMLReader.Problem) {
      document = try TOMLReader.read(text)
    } catch {
      throw DetectionError(.ruleFileInvalid, error.message, file: name, line: error.line)
    }
    guard let rules = document["rules"]?.list else {
      throw DetectionError(.ruleFileInvalid, "no [[rules]] in it: is it a gitleaks configuration?", file: name)
    }
    for rule in rules { add(rule, to: &taken) }
  }

  private static func add(_ source: TOMLValue, to taken: inout RuleImport) {
    let name = source["id"]?.text ?? "rule-\(taken.rules.count + taken.notes.count + 1)"
    let id = RuleImport.id(name)
    guard let regex = source["regex"]?.text else {
      return taken.leaveOut(id, "looks at paths only, and traffic has none")
    }
    var remarks: [String] = []
    var pattern = BoundedExpression.bounded(regex)
    if pattern != regex { remarks.append("repetitions bounded at \(BoundedExpression.repetitionsMax)") }
    if let group = source["secretGroup"]?.number.flatMap({ Int(exactly: $0) }), group > 0 {
      guard let named = BoundedExpression.naming(group: group, in: pattern) else {
        return taken.leaveOut(id, "secretGroup \(group) is not in its regex")
      }
      pattern = named
    }
    var rule = DetectionRule(
      id: id, type: RuleImport.type(name), category: .credential, severity: .high,
      description: source["description"]?.text ?? name)
    rule.patterns = [pattern]
    rule.entropyMin = source["entropy"]?.number.map { min(max($0, 0), 8) }
    if source["path"] != nil { remarks.append("the path is not looked at") }
    if source["allowlist"] != nil || source["allowlists"] != nil { remarks.append("allow-lists left out") }
    taken.take(rule, remarks: remarks)
  }
}
