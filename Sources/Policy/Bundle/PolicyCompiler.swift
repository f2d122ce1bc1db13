import Rego

/// Compiles the policies of a bundle.
enum PolicyCompiler {
  /// Compiles `sources` with the data of `bundle`.
  ///
  /// Modules are read as Rego v1. Those in the older dialect, without `if` and `contains`, are read as such
  /// only if that makes the whole bundle readable: whoever writes v1 gets the messages of v1.
  static func compile(_ sources: [RegoSource], of bundle: PolicyBundle) throws(PolicyErrors) -> CompiledPolicy
  {
    do {
      return try CompiledPolicy(sources: sources, data: bundle.data, options: RegoOptions(version: .v1))
    } catch {
      if error.errors.contains(where: { $0.code == .parse }),
        let older = try? CompiledPolicy(
          sources: sources, data: bundle.data, options: RegoOptions(version: .v0))
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
