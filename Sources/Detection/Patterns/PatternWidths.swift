import CVectorscan

/// How many bytes expressions can match, measured once and then remembered with the compiled database.
struct PatternWidths {
  /// In the order in which they are asked for.
  private(set) var widths: [UInt32] = []
  private var next = 0
  /// Whether the widths come from an earlier run, in which the expressions were verified.
  let areKnown: Bool

  init() {
    areKnown = false
  }

  init(known widths: [UInt32]) {
    self.widths = widths
    areKnown = true
  }

  /// The most bytes that `expression` can match.
  ///
  /// - Throws: ``PatternProblem`` for an expression that can match nothing or without bound.
  mutating func width(of expression: String) throws(PatternProblem) -> Int {
    if areKnown {
      guard widths.indices.contains(next) else {
        throw PatternProblem(index: nil, message: "its width is not known")
      }
      next += 1
      return Int(widths[next - 1])
    }
    let width = try Self.measured(expression)
    widths.append(UInt32(truncatingIfNeeded: width))
    return width
  }

  private static func measured(_ expression: String) throws(PatternProblem) -> Int {
    guard expression.utf8.count <= DetectionLimits.patternBytesMax else {
      throw PatternProblem(
        index: nil, message: "longer than \(DetectionLimits.patternBytesMax) bytes; split it")
    }
    var info: UnsafeMutablePointer<hs_expr_info_t>?
    var problem: UnsafeMutablePointer<hs_compile_error_t>?
    // SAFETY: the expression is a NUL-ended copy; what the library allocates is freed below.
    let status = unsafe hs_expression_info(expression, ScanPattern.flags, &info, &problem)
    guard status == HS_SUCCESS, let found = unsafe info else { throw unsafe PatternProblem(taking: problem) }
    defer { unsafe free(found) }
    guard unsafe found.pointee.min_width > 0 else {
      throw PatternProblem(index: nil, message: "can match the empty string; make some part of it required")
    }
    let most = unsafe Int(found.pointee.max_width)
    guard most <= DetectionLimits.patternWidthMax else {
      throw PatternProblem(
        index: nil,
        message: "can match more than \(DetectionLimits.patternWidthMax) bytes; "
          + "bound every repetition ({1,64}) and use `extent` for long values")
    }
    return most
  }
}
