/// A call that is written with an operator between its operands.
struct InfixCall {
  let symbol: String
  /// `key, value in domain` has three.
  let operands: [Term]
  /// Binds tighter than those with lower numbers.
  let precedence: Int

  private static let symbols: [String: (String, Int)] = [
    "internal.member_2": ("in", 1), "internal.member_3": ("in", 1), "equal": ("==", 2), "neq": ("!=", 2),
    "lt": ("<", 2), "lte": ("<=", 2), "gt": (">", 2), "gte": (">=", 2), "or": ("|", 3), "and": ("&", 4),
    "plus": ("+", 5), "minus": ("-", 5), "mul": ("*", 6), "div": ("/", 6), "rem": ("%", 6),
  ]

  init?(_ callee: Callee, _ operands: [Term]) {
    guard callee.isOperator, let (symbol, precedence) = InfixCall.symbols[callee.name] else { return nil }
    self.symbol = symbol
    self.precedence = precedence
    self.operands = operands
  }

  init?(_ term: Term) {
    guard case .call(let callee, let operands) = term.kind else { return nil }
    self.init(callee, operands)
  }

  /// Whether an operand of this operation would be read as something else without parentheses.
  func needsParentheses(_ operand: Term, isLast: Bool) -> Bool {
    guard let inner = InfixCall(operand) else { return false }
    return inner.precedence < precedence || inner.precedence == precedence && isLast || inner.operands.count == 3
  }
}
