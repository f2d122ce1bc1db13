import Rego

/// Compiles the policies of a bundle.
enum PolicyCompiler {
  /// Compiles `sources` with the data of `bundle`.
  ///
  /// Modules are read as Rego v1. Those in the older dialect, without `if` and `contains`, are read as such
  /// only if that makes the whole bundle readable: whoever writes v1 gets the messages of v1.
  static func compile(
    _ sources: [RegoSource], of bundle: PolicyBundle, isTraced: Bool = false
  ) throws(PolicyErrors) -> CompiledPolicy {
    var options = RegoOptions(version: .v1)
    options.isTraced = isTraced
    do {
      return try CompiledPolicy(sources: sources, data: bundle.data, options: options)
    } catch {
      options.version = .v0
      if error.errors.contains(where: { $0.code == .parse }),
        let older = try? CompiledPolicy(sources: sources, data: bundle.data, options: options)
      {
        return older
      }
      throw PolicyErrors(error)
    }
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
