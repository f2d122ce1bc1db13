/// What the names of a module mean outside its rules.
struct Environment {
  /// Rule names of the package and imports, each with its full path (`data.a.p`).
  var names: [String: [String]] = [:]
  /// Paths of functions, without `data`, shared by all modules.
  var functions: Set<[String]> = []
  /// Refuse what is likely a mistake: values that are never used.
  var isStrict = false
  /// Refuse locals called `input` or `data`.
  var reservesRoots = true

  /// A dotted path with its first name replaced by what it means.
  func expand(_ path: [String]) -> [String] {
    guard let first = path.first, let global = names[first] else { return path }
    return global + path.dropFirst()
  }

  /// Whether a path names a function of the policy or a built-in.
  func isFunction(_ path: [String]) -> Bool {
    if path.first == "data" { return functions.contains(Array(path.dropFirst())) }
    return BuiltinTable.standard.index(of: path.joined(separator: ".")) != nil
  }
}
