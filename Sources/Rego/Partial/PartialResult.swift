internal import Basics

/// What must hold for a query to have an answer: one of several lists of conditions on what was unknown.
public struct PartialResult: Sendable {
  let branches: [[Literal]]
  let query: PartialQuery

  init(branches: [[Literal]], query: PartialQuery) {
    self.branches = branches.contains(where: \.isEmpty) ? [[]] : branches
    self.query = query
  }

  /// Whatever the unknown values are, the query has no answer.
  public var isNever: Bool { branches.isEmpty }
  /// Whatever they are, it has one.
  public var isAlways: Bool { branches.first?.isEmpty == true }

  /// Puts in what has become known. The input is the whole one: what was known before, too.
  ///
  /// - Returns: Whether the query has an answer; nil if that depends on what is still unknown, or on rules that the
  ///   conditions only name.
  public func holds(_ input: RegoInput, unknowns: [String] = [], in context: RegoContext) throws(RegoError) -> Bool? {
    if isNever { return false }
    if isAlways { return true }
    let paths: UnknownPaths
    do throws(SourceFault) {
      paths = try UnknownPaths(unknowns)
    } catch {
      throw RegoError(error, sources: [])
    }
    let machine = context.machine(for: query.policy.code)
    machine.begin(input: input, now: context.now ?? Timestamp.now())
    let narrowed = PartialQuery(query, unknowns: paths)
    let evaluator = PartialEvaluator(narrowed, machine)
    var isOpen = false
    for branch in branches {
      let found = try evaluator.branches(Body(literals: branch), PartialState())
      if found.contains(where: \.isEmpty) { return true }
      if !found.isEmpty { isOpen = true }
    }
    return isOpen ? nil : false
  }

  /// The strings that the value at `path` below `input` may be.
  public func values(of path: [String]) -> PossibleValues { values(ofAny: [path]) }

  /// The same for a value that the input holds at several places.
  public func values(ofAny paths: [[String]]) -> PossibleValues {
    var certain: Set<String> = []
    var possible: Set<String> = []
    var isFinite = true
    for branch in branches {
      let test = NameTest(branch, paths: paths)
      guard let names = test.names else {
        isFinite = false
        continue
      }
      possible.formUnion(names)
      if test.isExact { certain.formUnion(names) }
    }
    return PossibleValues(certain: certain, possible: possible, isFinite: isFinite)
  }
}

extension PartialQuery {
  /// The same query when more is known.
  init(_ query: PartialQuery, unknowns: UnknownPaths) {
    policy = query.policy
    body = query.body
    self.unknowns = unknowns
    dependents = unknowns.paths.isEmpty ? [] : unknowns.dependents(query.policy.builder)
  }
}

/// Which strings an unknown value may be, for a query to have an answer.
public struct PossibleValues: Sendable, Equatable {
  /// These give an answer.
  public let certain: Set<String>
  /// These may; the certain ones are among them.
  public let possible: Set<String>
  /// No others can.
  public let isFinite: Bool
}
