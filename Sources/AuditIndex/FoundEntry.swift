import Audit
import GRDB

/// Where an entry is, as the index says.
struct FoundEntry {
  let position: LogPosition
  /// The length of its line.
  let bytes: Int

  init(_ row: Row) {
    let (sequence, segment, offset): (Int64, Int64, Int) = (row["sequence"], row["segment"], row["offset"])
    position = LogPosition(segment: UInt64(clamping: segment), offset: offset, sequence: UInt64(clamping: sequence))
    bytes = row["length"]
  }
}
