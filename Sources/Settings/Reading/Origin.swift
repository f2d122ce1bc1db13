/// Where a value was written.
public enum Origin: Sendable, Hashable {
  /// Nowhere: it is the default.
  case builtIn
  /// In a configuration file; line and column count from 1.
  case file(path: String, line: Int, column: Int)
  /// In an environment variable.
  case environment(name: String)
}

extension Origin: CustomStringConvertible {
  /// `precinct.yaml:12:3`, `environment variable UPSTREAM_URL` or `built-in default`.
  public var description: String {
    switch self {
    case .builtIn: "built-in default"
    case .file(let path, let line, let column): "\(path):\(line):\(column)"
    case .environment(let name): "environment variable \(name)"
    }
  }
}
