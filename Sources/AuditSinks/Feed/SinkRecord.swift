import Audit

/// One thing to deliver: an entry of the log, or a checkpoint.
struct SinkRecord: Sendable, Equatable {
  /// The entry's number; for a checkpoint, the entries that it covers.
  let sequence: UInt64
  /// The entry's line without its end, or the signed note.
  let bytes: [UInt8]
  /// Where to go on once it is delivered.
  let next: LogPosition
}
