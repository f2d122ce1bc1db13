import Basics
import Rego

/// Compiles the policies of a bundle.
enum PolicyCompiler {
  /// Compiles `sources` with the data of `bundle`.
  ///
  /// Modules are read as Rego v1. Those in the older dialect, without `if` and `contains`, are read as such
  /// only if that makes the whole bundle readable: whoever writes v1 gets the messages of v1.
  ///
  /// - Parameters:
  ///   - isStrict: Errors of built-in functions end an evaluation; otherwise the call is undefined.
  ///   - isTraced: Evaluations can be explained.
  static func compile(
    _ sources: [RegoSource], of bundle: PolicyBundle, isStrict: Bool = false, isTraced: Bool = false
  ) throws(PolicyErrors) -> CompiledPolicy {
    var options = RegoOptions(version: .v1, strictBuiltinErrors: isStrict)
    options.isTraced = isTraced
    let policy = try read(sources, bundle, options)
    try checkConflicts(policy, bundle.data)
    return policy
  }

  private static func read(
    _ sources: [RegoSource], _ bundle: PolicyBundle, _ options: RegoOptions
  ) throws(PolicyErrors) -> CompiledPolicy {
    do {
      return try CompiledPolicy(sources: sources, data: bundle.data, options: options)
    } catch {
      var options = options
      options.version = .v0
      if error.errors.contains(where: { $0.code == .parse }),
        let older = try? CompiledPolicy(sources: sources, data: bundle.data, options: options)
      {
        return older
      }
      throw PolicyErrors(error)
    }
  }

  /// A document in the place of a rule would hide it, or be hidden.
  private static func checkConflicts(_ policy: CompiledPolicy, _ data: JSONValue) throws(PolicyErrors) {
    let problems = policy.rulePaths.filter { isTaken($0, in: data) }.map { path in
      PolicyProblem(
        "rego_compile_error", file: "", "conflicting rule for data path \(path.joined(separator: "/")) found")
    }
    guard problems.isEmpty else { throw PolicyErrors(problems) }
  }

  /// Whether `data` has something at `path`, or something that is no object on the way to it.
  private static func isTaken(_ path: [String], in data: JSONValue) -> Bool {
    var document = data
    for part in path {
      guard let members = document.objectValue else { return true }
      guard let next = members[part] else { return false }
      document = next
    }
    return true
  }
}

extension PolicyErrors {
  init(_ errors: RegoErrors) {
    self.init(
      errors.errors.map { error in
        PolicyProblem(
          error.code.rawValue, file: error.file, row: error.row, column: error.column, error.message)
      })
  }
}
