/// Finds the types of variables and terms of one rule, and what cannot fit.
struct TypeInference {
  let environment: TypeEnvironment
  private(set) var faults: [SourceFault] = []
  private var variables: [Int32: RegoType] = [:]
  /// Types of comprehensions and calls by place, so that none is looked at twice.
  private var known: [Location: RegoType] = [:]

  init(environment: TypeEnvironment) { self.environment = environment }

  mutating func report(_ message: String, _ location: Location, _ details: [String]) {
    let isKnown = faults.contains { $0.location == location && $0.message == message }
    if !isKnown { faults.append(SourceFault(.type, message, location, details: details)) }
  }

  // MARK: - Terms

  /// Nil if it holds a variable of which nothing is known yet.
  mutating func type(of term: Term) -> RegoType? {
    switch term.kind {
    case .null: return .null
    case .boolean: return .boolean
    case .number: return .number
    case .string, .template: return templateType(term)
    case .variable(let variable): return variable.isRoot ? environment.document(variable, []).type : variables[variable.id]
    case .reference(let head, let path): return referenceType(head, path, term.location)
    case .array(let terms):
      guard let types = types(of: terms) else { return nil }
      return RegoType.array(types, rest: nil).limited
    case .set(let terms):
      guard let types = types(of: terms) else { return nil }
      return RegoType.set(RegoType.union(of: types) ?? .any).limited
    case .object(let members): return objectType(members)
    case .call(let callee, let arguments):
      if let type = known[callee.location] { return type }
      let type = call(callee, arguments, at: term.location, isStatement: false)
      known[callee.location] = type
      return type
    case .arrayComprehension, .setComprehension, .objectComprehension:
      if let type = known[term.location] { return type }
      let type = comprehensionType(term).limited
      known[term.location] = type
      return type
    }
  }

  private mutating func templateType(_ term: Term) -> RegoType {
    term.visitParts({ part in _ = type(of: part) }, body: { _, _ in })
    return .string
  }

  private mutating func types(of terms: [Term]) -> [RegoType]? {
    var result: [RegoType] = []
    var isKnown = true
    for term in terms {
      if let type = type(of: term) { result.append(type) } else { isKnown = false }
    }
    return isKnown ? result : nil
  }

  private mutating func objectType(_ members: [Term.Member]) -> RegoType? {
    var fixed: [RegoType.Property] = []
    var rest: RegoType.Rest?
    var isKnown = true
    for member in members {
      guard let value = type(of: member.value) else {
        isKnown = false
        continue
      }
      if let key = RegoType.Key(member.key) {
        fixed.append(.init(key: key, value: value))
      } else {
        let key = type(of: member.key) ?? .any
        rest = .init(key: key.or(rest?.key), value: value.or(rest?.value))
      }
    }
    return isKnown ? RegoType.object(fixed, rest: rest).limited : nil
  }

  private mutating func comprehensionType(_ term: Term) -> RegoType {
    switch term.kind {
    case .arrayComprehension(let head, let body):
      check(body)
      return .array([], rest: type(of: head) ?? .any)
    case .setComprehension(let head, let body):
      check(body)
      return .set(type(of: head) ?? .any)
    case .objectComprehension(let key, let value, let body):
      check(body)
      return .object([], rest: .init(key: type(of: key) ?? .any, value: type(of: value) ?? .any))
    default: return .any
    }
  }

  // MARK: - References

  private mutating func referenceType(_ head: Term, _ path: [Term], _ location: Location) -> RegoType? {
    var depth = 0
    let start: RegoType?
    if let root = head.isVariable, root.isRoot {
      let (type, length) = environment.document(root, path)
      start = type
      depth = length
    } else {
      start = type(of: head)
    }
    guard var current = start else {
      for element in path { bind(element, to: .any) }
      return .any
    }
    while depth < path.count {
      guard let next = member(of: current, head, path, depth, location) else {
        for element in path[depth...] { bind(element, to: .any) }
        return .any
      }
      current = next
      depth += 1
    }
    return current
  }

  /// The type of one element further; nil, and a fault, if there cannot be one.
  private mutating func member(
    of type: RegoType, _ head: Term, _ path: [Term], _ depth: Int, _ location: Location
  ) -> RegoType? {
    let element = path[depth]
    guard let keys = type.keys else {
      reportReference(head, path, depth - 1, location, "have: \(type.text)", nil)
      return nil
    }
    if let key = RegoType.Key(element) {
      if let next = type.member(key) { return next }
      let wanted = type.knownKeys.map { "want (one of): [\($0.joined(separator: " "))]" } ?? "want (type): \(keys.text)"
      reportReference(head, path, depth, location, "have: \(element.text)", wanted)
      return nil
    }
    guard unify(element, keys) else {
      let have = self.type(of: element)?.text ?? "any"
      let wanted = type.knownKeys.map { "want (one of): [\($0.joined(separator: " "))]" } ?? "want (type): \(keys.text)"
      reportReference(head, path, depth, location, "have (type): \(have)", wanted)
      return nil
    }
    return type.values
  }

  private mutating func reportReference(
    _ head: Term, _ path: [Term], _ depth: Int, _ location: Location, _ have: String, _ want: String?
  ) {
    let text = head.text + path.map(\.pathText).joined()
    let before = head.text + path.prefix(max(depth, 0)).map(\.pathText).joined()
    let pad = String(repeating: " ", count: before.utf8.count + 1)
    report("undefined ref: \(text)", location, [text, pad + "^", pad + have] + (want.map { [pad + $0] } ?? []))
  }

  // MARK: - Unification

  /// Gives variables in the term the types that they must have; false if the term cannot be of this type.
  mutating func unify(_ term: Term, _ type: RegoType) -> Bool {
    switch term.kind {
    case .variable(let variable) where !variable.isRoot:
      if let known = variables[variable.id] { return known.unifies(with: type) }
      variables[variable.id] = type.limited
      return true
    case .array(let terms): return unify(terms, type)
    case .object(let members): return unify(members, type)
    default: return self.type(of: term).map { $0.unifies(with: type) } ?? true
    }
  }

  private mutating func unify(_ terms: [Term], _ type: RegoType) -> Bool {
    switch type {
    case .array(let fixed, let rest):
      guard terms.count == fixed.count || (terms.count > fixed.count && rest != nil) else { return false }
      var fits = true
      for (index, term) in terms.enumerated() {
        fits = unify(term, index < fixed.count ? fixed[index] : rest ?? .any) && fits
      }
      return fits
    case .union(let types): return unifyAny(terms, types) { (inference, type) in inference.unify(terms, type) }
    default: return false
    }
  }

  private mutating func unify(_ members: [Term.Member], _ type: RegoType) -> Bool {
    switch type {
    case .object(let fixed, let rest):
      if rest == nil, members.count != fixed.count { return false }
      var fits = true
      for member in members {
        if let key = RegoType.Key(member.key) {
          guard let value = type.member(key) else { return false }
          fits = unify(member.value, value) && fits
        } else {
          fits = unify(member.key, type.keys ?? .any) && unify(member.value, type.values ?? .any) && fits
        }
      }
      return fits
    case .union(let types):
      return unifyAny(members.flatMap { [$0.key, $0.value] }, types) { (inference, type) in
        inference.unify(members, type)
      }
    default: return false
    }
  }

  /// One of several types: with more than one that fits, nothing is known of the variables inside.
  private mutating func unifyAny(
    _ terms: [Term], _ types: [RegoType], _ attempt: (inout TypeInference, RegoType) -> Bool
  ) -> Bool {
    var fitting = 0
    var last = self
    for type in types {
      var trial = self
      guard attempt(&trial, type) else { continue }
      fitting += 1
      last = trial
    }
    if fitting == 1 { self = last } else { for term in terms { bind(term, to: .any) } }
    return fitting > 0 || types.isEmpty
  }

  /// Gives all variables in a pattern that have no type yet this one.
  mutating func bind(_ term: Term, to type: RegoType) {
    term.forEachTerm { part in
      if let variable = part.isVariable, !variable.isRoot, variables[variable.id] == nil {
        variables[variable.id] = type
      }
    }
  }

  // MARK: - Bodies

  mutating func check(_ body: Body) { for literal in body.literals { check(literal) } }
}
