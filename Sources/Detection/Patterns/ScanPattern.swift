import CVectorscan

/// One expression of the database and what a match of it is a candidate for.
struct ScanPattern {
  enum Purpose {
    /// A value that rule `rule` may confirm with expression `confirming`.
    case text(rule: Int, confirming: Int)
    /// A key whose value rule `rule` may confirm.
    case key(rule: Int, confirming: Int)
    /// An encoded run.
    case view(ViewKind)
  }

  /// In the syntax that RE2 and Vectorscan share.
  var expression: String
  var purpose: Purpose
  /// The match only has to be seen once per text.
  var isOnceEnough = false

  /// Bytes, not code points: the text may be anything. `.` matches every byte, as RE2 is told too.
  var flags: UInt32 {
    UInt32(HS_FLAG_DOTALL) | (isOnceEnough ? UInt32(HS_FLAG_SINGLEMATCH) : 0)
  }
}
