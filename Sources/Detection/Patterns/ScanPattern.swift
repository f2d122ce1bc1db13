import CVectorscan

/// One expression of the database and what a match of it is a candidate for.
struct ScanPattern {
  enum Purpose {
    case targets([Target])
    /// An encoded run.
    case view(ViewKind)
  }

  /// What is to be tried at a candidate.
  struct Target {
    enum Kind {
      /// A value that lies around the candidate.
      case value
      /// A value near the candidate, or under the key that holds it: the candidate is a context word.
      case nearby
      /// The value under the key that holds the candidate.
      case keyed
    }

    var kind: Kind
    var rule: Int
    /// Index of the confirming expression.
    var confirming: Int
    /// Bytes before the end of the candidate, and after it, that a match can cover.
    var before: Int
    var after: Int
    /// What must be near, too.
    var need = ShapeNeed()
  }

  /// In the syntax that RE2 and Vectorscan share.
  var expression: String
  var purpose: Purpose

  /// Bytes, not code points: the text may be anything. `.` matches every byte, as RE2 is told too.
  static let flags = UInt32(HS_FLAG_DOTALL)
}
