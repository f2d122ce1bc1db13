/// What one layer did with a call, for the record, the metrics and `agw audit explain`.
struct LayerTrace: Sendable {
  enum Result: String, Sendable {
    case pass
    case deny
    /// Noted, not refused: the profile asks for a flag instead of a block.
    case flag
    /// Had nothing to look at in this message.
    case skip
  }

  let layer: LayerName
  var result: Result
  /// Time spent in the layer, waiting included.
  var nanoseconds: UInt64
}
