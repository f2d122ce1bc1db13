/// One line as the verifier sees it.
struct ChainLink: Sendable, Equatable {
  /// Nil if the line has not the form of an audit line.
  let frame: LineFrame?
  let hash: AuditHash
  let place: Place

  struct Place: Sendable, Equatable {
    let path: String
    /// Counted from 1.
    let line: Int
  }
}
