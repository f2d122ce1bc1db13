/// One module's text and the name that errors give it.
public struct RegoSource: Sendable {
  public var path: String
  public var text: String

  public init(path: String, text: String) {
    self.path = path
    self.text = text
  }
}

/// How modules are read and compiled.
public struct RegoOptions: Sendable {
  /// The language of modules that do not say it themselves with `import rego.v1`.
  public var version: RegoVersion
  /// Errors of built-ins end the evaluation; otherwise the call is undefined.
  public var strictBuiltinErrors: Bool

  public init(version: RegoVersion = .v1, strictBuiltinErrors: Bool = false) {
    self.version = version
    self.strictBuiltinErrors = strictBuiltinErrors
  }
}
