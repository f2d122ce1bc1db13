import Synchronization

/// The same expression as RE2 runs it, in a window around a candidate: where the match begins and which
/// part of it is the value. Linear in the window. Compiled when first needed: most never are.
final class ConfirmingPattern: Sendable {
  private let expression: String
  private let compiled = Mutex<CompiledExpression?>(nil)

  init(_ expression: String) {
    self.expression = expression
  }

  /// Compiles the expression now.
  ///
  /// - Throws: ``PatternProblem`` with RE2's words.
  func verify() throws(PatternProblem) {
    _ = try ready()
  }

  /// The leftmost match that lies in `window`, seen as part of `text` (whose ends are the ends of the
  /// world). Both are ranges of `bytes`, and so is the answer.
  ///
  /// - Throws: ``PatternProblem`` if the expression cannot be compiled: nothing can be said about the text.
  func firstMatch(in bytes: [UInt8], text: Range<Int>, window: Range<Int>) throws(PatternProblem)
    -> PatternMatch?
  {
    try ready().firstMatch(in: bytes, text: text, window: window)
  }

  private func ready() throws(PatternProblem) -> CompiledExpression {
    if let made = compiled.withLock({ $0 }) { return made }
    // Two threads may compile at once; either result will do.
    let made = try CompiledExpression(expression)
    compiled.withLock { $0 = made }
    return made
  }
}
