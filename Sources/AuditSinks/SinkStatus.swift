public import Audit

/// How far a sink has come, as its cursor says. Needs no running gateway.
public struct SinkStatus: Sendable, Equatable {
  public let name: String
  /// Nil if the sink has never run.
  public let cursor: SinkCursor?
  /// Entries of the log that it has not delivered; nil for checkpoints, and if it has never run.
  public let lag: UInt64?

  /// Reads the cursors of sinks. Blocks on the disk.
  ///
  /// - Throws: ``SinkError`` if a cursor cannot be read.
  public static func read(_ names: [String], of log: LogPaths) throws(SinkError) -> [SinkStatus] {
    let last = (try? LogFollower.newest(log.active))?.sequence ?? 1
    var all: [SinkStatus] = []
    for name in names {
      let cursor = try SinkCursor.read(name, log)
      let lag = cursor.flatMap { cursor -> UInt64? in
        guard cursor.content == .entries else { return nil }
        return last > cursor.position.sequence ? last - cursor.position.sequence : 0
      }
      all.append(SinkStatus(name: name, cursor: cursor, lag: lag))
    }
    return all
  }
}
