/// A place in a log between two entries, as readers that go on later keep it.
public struct LogPosition: Sendable, Hashable {
  /// The first sequence of the segment that the place is in: its name, once it is closed.
  public var segment: UInt64
  /// Bytes before the place in that segment.
  public var offset: Int
  /// The sequence of the next entry.
  public var sequence: UInt64

  public init(segment: UInt64, offset: Int, sequence: UInt64) {
    self.segment = segment
    self.offset = offset
    self.sequence = sequence
  }

  /// Before the first entry of a log.
  public static let start = LogPosition(segment: 1, offset: 0, sequence: 1)
}
