/// What is learned while a tree is decoded: the problems, and where each value came from.
struct Decoding {
  let files: FileProbe
  private(set) var problems: [ConfigurationProblem] = []
  private(set) var origins: [String: Origin] = [:]
  private var path: [String] = []

  init(files: FileProbe) {
    self.files = files
  }

  /// The dotted path of `key` in the section being decoded.
  func dotted(_ key: String) -> String { (path + [key]).joined(separator: ".") }

  /// Where `key` of the section being decoded was written.
  func origin(of key: String) -> Origin { origins[dotted(key)] ?? .builtIn }

  func isGiven(_ key: String) -> Bool { origins[dotted(key)] != nil }

  mutating func note(_ origin: Origin, for key: String) { origins[dotted(key)] = origin }

  /// Decodes what is below `key`.
  mutating func inside(_ key: String, _ body: (inout Decoding) -> Void) {
    path.append(key)
    body(&self)
    path.removeLast()
  }

  /// Adds a problem with `key` of the section being decoded.
  mutating func report(
    _ code: ConfigurationProblem.Code, _ key: String, at origin: Origin, _ message: String,
    suggestion: String? = nil
  ) {
    problems.append(
      ConfigurationProblem(code, key: dotted(key), origin: origin, message: message, suggestion: suggestion))
  }

  /// Adds a problem with the value that `key` has, wherever it was written.
  mutating func report(_ code: ConfigurationProblem.Code, _ key: String, _ message: String) {
    report(code, key, at: origin(of: key), message)
  }

  mutating func reportWrongType(_ key: String, _ node: SourceNode, expected: String) {
    report(.wrongType, key, at: node.origin, "found \(node.found), expected \(expected)")
  }
}
