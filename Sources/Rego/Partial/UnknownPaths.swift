/// The parts of `input` that have no value yet.
struct UnknownPaths: Sendable {
  enum Relation {
    /// The path is, or lies in, what is unknown.
    case unknown
    /// Something unknown lies below.
    case above
    case known
  }

  /// Without `input`; the empty path is all of it.
  let paths: [[String]]

  /// From references such as `input`, `input.tool`.
  init(_ references: [String]) throws(SourceFault) {
    var paths: [[String]] = []
    for reference in references {
      let body = try Parser.query(Array(reference.utf8), file: -1, dialect: Dialect(.v1))
      guard body.literals.count == 1, case .expression(let term) = body.literals[0].kind,
        let names = Resolver.names(of: term), names.first == "input"
      else {
        throw SourceFault(.parse, "unknowns are `input` or paths below it, not `\(reference)`", .none)
      }
      paths.append(Array(names.dropFirst()))
    }
    self.paths = paths
  }

  func relation(_ path: [String]) -> Relation {
    if paths.contains(where: { path.starts(with: $0) }) { return .unknown }
    return paths.contains { $0.starts(with: path) } ? .above : .known
  }

  /// Whether a reference below `input` can reach something unknown.
  func isReached(by path: [Term]) -> Bool {
    paths.contains { unknown in
      zip(unknown, path).allSatisfy { name, element in
        switch element.kind {
        case .string(let text): text == name
        case .null, .boolean, .number, .array, .set, .object: false
        default: true
        }
      }
    }
  }

  /// The groups whose values depend on what is unknown.
  func dependents(_ modules: CompiledModules) -> Set<Int> {
    let graph = DependencyGraph(tree: modules.tree, groups: modules.groups)
    var readers: [[Int]] = Array(repeating: [], count: modules.groups.count)
    for (reader, read) in graph.edges.enumerated() { for group in read { readers[group].append(reader) } }
    var found: Set<Int> = []
    var pending = modules.groups.indices.filter { index in modules.groups[index].allRules.contains(where: reads) }
    while let next = pending.popLast() {
      if found.insert(next).inserted { pending += readers[next] }
    }
    return found
  }

  private func reads(_ rule: ResolvedRule) -> Bool {
    let terms = rule.keys + rule.arguments + [rule.element].compactMap { $0 } + [rule.value]
    return terms.contains(where: reads) || reads(rule.body)
      || rule.alternatives.contains { reads($0.value) || reads($0.body) }
  }

  func reads(_ body: Body) -> Bool { body.literals.contains(where: reads) }

  func reads(_ literal: Literal) -> Bool {
    var result = false
    literal.visitParts({ result = result || reads($0) }, body: { body, heads in
      result = result || reads(body) || heads.contains(where: reads)
    })
    return result
  }

  func reads(_ term: Term) -> Bool {
    if term.isVariable == .input { return true }
    if case .reference(let head, let path) = term.kind, head.isVariable == .input {
      return isReached(by: path) || path.contains(where: reads)
    }
    var result = false
    term.visitParts({ result = result || reads($0) }, body: { body, heads in
      result = result || reads(body) || heads.contains(where: reads)
    })
    return result
  }
}
