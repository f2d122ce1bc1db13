/// What a list of conditions says about one unknown string.
struct NameTest {
  /// The strings that pass; nil if the conditions do not list them.
  private(set) var names: Set<String>?
  /// Nothing else is asked for.
  private(set) var isExact = true
  private let subjects: [[String]]

  init(_ conditions: [Literal], paths: [[String]]) {
    subjects = paths
    var excluded: Set<String> = []
    for condition in conditions {
      if let listed = list(condition) {
        names = names?.intersection(listed) ?? listed
      } else if let other = exclusion(condition) {
        excluded.formUnion(other)
      } else if !isDefinition(condition) {
        isExact = false
      }
    }
    if let names { self.names = names.subtracting(excluded) }
  }

  /// `input.tool == "x"`, `input.tool in {…}`.
  private func list(_ condition: Literal) -> Set<String>? {
    guard condition.modifiers.isEmpty else { return nil }
    switch condition.kind {
    case .unify(let left, let right): return constant(left, right)
    case .expression(let term):
      guard case .call(let callee, let operands) = term.kind, operands.count == 2 else { return nil }
      switch callee.name {
      case "equal": return constant(operands[0], operands[1])
      case "internal.member_2": return isSubject(operands[0]) ? strings(operands[1]) : nil
      default: return nil
      }
    default: return nil
    }
  }

  /// `input.tool != "x"`, `not input.tool in {…}`.
  private func exclusion(_ condition: Literal) -> Set<String>? {
    switch condition.kind {
    case .negation(let body): return body.literals.count == 1 ? list(body.literals[0]) : nil
    case .expression(let term):
      guard case .call(let callee, let operands) = term.kind, callee.name == "neq", operands.count == 2 else { return nil }
      return constant(operands[0], operands[1])
    default: return nil
    }
  }

  /// The value is there, whatever it is.
  private func isDefinition(_ condition: Literal) -> Bool {
    guard case .unify(let left, let right) = condition.kind else { return false }
    return left.isVariable != nil && isSubject(right)
  }

  private func constant(_ left: Term, _ right: Term) -> Set<String>? {
    if isSubject(left), let text = right.isString { return [text] }
    if isSubject(right), let text = left.isString { return [text] }
    return nil
  }

  private func isSubject(_ term: Term) -> Bool {
    guard case .reference(let head, let path) = term.kind, head.isVariable == .input else { return false }
    return subjects.contains { subject in
      path.count == subject.count && zip(path, subject).allSatisfy { $0.isString == $1 }
    }
  }

  /// The strings in a constant collection; others cannot equal a name.
  private func strings(_ term: Term) -> Set<String>? {
    switch term.kind {
    case .array(let terms), .set(let terms): Set(terms.compactMap(\.isString))
    case .object(let members): Set(members.compactMap(\.value.isString))
    default: nil
    }
  }
}
