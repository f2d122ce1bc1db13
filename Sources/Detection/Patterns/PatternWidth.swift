import CVectorscan

/// How many bytes an expression can match.
struct PatternWidth {
  var least: Int
  /// Nil if there is no bound.
  var most: Int?

  init(of pattern: ScanPattern) throws(PatternProblem) {
    var info: UnsafeMutablePointer<hs_expr_info_t>?
    var problem: UnsafeMutablePointer<hs_compile_error_t>?
    // SAFETY: the expression is a NUL-ended copy; what the library allocates is freed below.
    let status = unsafe hs_expression_info(pattern.expression, pattern.flags, &info, &problem)
    guard status == HS_SUCCESS, let found = unsafe info else { throw unsafe PatternProblem(taking: problem) }
    defer { unsafe free(found) }
    least = unsafe Int(found.pointee.min_width)
    most = unsafe found.pointee.max_width == UInt32.max ? nil : Int(found.pointee.max_width)
  }
}
