import Audit

/// Reads what a sink is to deliver, in order. Blocks on the disk; confined to the sink's thread.
struct SinkFeed {
  private enum Source {
    case entries(LogFollower)
    case checkpoints(CheckpointFollower)
  }

  private var source: Source
  /// What was read and not given yet.
  private var pending: ArraySlice<SinkRecord> = []

  init(_ content: SinkContent, of log: String, from position: LogPosition) {
    source =
      switch content {
      case .entries: .entries(LogFollower(log, from: position))
      case .checkpoints: .checkpoints(CheckpointFollower(log, from: position.offset))
      }
  }

  /// The next records; fewer than `count` at the end only, or where their bytes are many.
  ///
  /// - Parameter last: The last entry that may be given; those behind it are not durable yet.
  mutating func next(_ count: Int, through last: UInt64) throws(AuditError) -> [SinkRecord] {
    var records: [SinkRecord] = []
    var bytes = 0
    while records.count < count {
      if pending.isEmpty { pending = try read(through: last)[...] }
      guard let record = pending.first else { break }
      guard records.isEmpty || bytes + record.bytes.count <= SinkLimits.batchBytesMax else { break }
      pending.removeFirst()
      bytes += record.bytes.count
      records.append(record)
    }
    return records
  }

  /// Whether there are records that did not fit into the last batch.
  var holdsMore: Bool { !pending.isEmpty }

  /// Every record up to one, however many they are.
  mutating func all(through last: UInt64) throws(AuditError) -> [SinkRecord] {
    var records: [SinkRecord] = []
    while records.last.map({ $0.sequence < last }) ?? true {
      if pending.isEmpty { pending = try read(through: last)[...] }
      guard let record = pending.first else { break }
      pending.removeFirst()
      records.append(record)
    }
    return records
  }

  private mutating func read(through last: UInt64) throws(AuditError) -> [SinkRecord] {
    switch source {
    case .entries(var follower):
      defer { source = .entries(follower) }
      return try follower.next(through: last).map { entry in
        let place = LogPosition(
          segment: entry.position.segment, offset: entry.position.offset + entry.line.count + 1,
          sequence: entry.sequence &+ 1)
        return SinkRecord(sequence: entry.sequence, bytes: entry.line, next: place)
      }
    case .checkpoints(var follower):
      defer { source = .checkpoints(follower) }
      return try follower.next().map { entry in
        let place = LogPosition(segment: 0, offset: entry.end, sequence: entry.checkpoint.size)
        return SinkRecord(sequence: entry.checkpoint.size, bytes: Array(entry.note.utf8), next: place)
      }
    }
  }
}
