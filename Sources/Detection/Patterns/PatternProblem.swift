import CVectorscan

/// What the matching library has against an expression.
struct PatternProblem: Error {
  /// Index of the expression; nil if the fault is not in one of them.
  var index: Int?
  var message: String

  init(index: Int?, message: String) {
    self.index = index
    self.message = message
  }

  /// Takes over and frees the library's own account.
  init(taking problem: UnsafeMutablePointer<hs_compile_error_t>?) {
    guard let problem = unsafe problem else {
      self.init(index: nil, message: "the matching library gave no reason")
      return
    }
    // SAFETY: made by the library's compiler, with a NUL-ended message; freed once, here.
    let index = unsafe Int(problem.pointee.expression)
    let message = unsafe problem.pointee.message.map { unsafe String(cString: $0) } ?? ""
    unsafe hs_free_compile_error(problem)
    self.init(index: index >= 0 ? index : nil, message: message)
  }
}
