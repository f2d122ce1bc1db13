/// The parsers that read what others wrote, each as a function of bytes, for a fuzzer and for the tests that replay what
/// it found.
public enum FuzzEntry: String, CaseIterable, Sendable {
  /// Text as a Rego module: parser, compiler, formatter, evaluation of every rule.
  case module
  /// Bytes as choices among the productions of the grammar: evaluator, partial evaluation, built-in functions.
  case evaluation
  /// Text as JSON, read by every reader of it that there is.
  case json
  /// An archive as a policy bundle.
  case bundle

  /// Reads `bytes`.
  ///
  /// - Returns: What is wrong with the reader, or nil. A crash, a hang and boundless memory are for the caller to see.
  public func violation(by bytes: [UInt8]) -> String? {
    switch self {
    case .module: ModuleEntry.violation(by: bytes)
    case .evaluation: EvaluationEntry.violation(by: bytes)
    case .json: JSONEntry.violation(by: bytes)
    case .bundle: BundleEntry.violation(by: bytes)
    }
  }
}
