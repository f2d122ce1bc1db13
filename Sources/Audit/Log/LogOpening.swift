import Basics

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Finds where a log ends, and makes its end fit to be continued. The caller holds the lock.
struct LogOpening: Sendable {
  /// The end of the chain.
  let chain: Chain
  /// The first sequence of the active segment: its name once it is closed.
  let firstSequence: UInt64
  /// The time of the first entry of the active segment; nil if it has none.
  let firstTime: Timestamp?
  let recovery: AuditRecovery?

  /// - Throws: ``AuditError`` `audit_log_damaged`, `audit_log_truncated`, `audit_file_failed`.
  init(_ paths: LogPaths) throws(AuditError) {
    try Self.finishClosing(paths)
    let segments = try LogSegments(paths).segments
    let active = try segments.last { $0.firstSequence == nil }.map { segment throws(AuditError) in
      try LogTail(segment.path)
    }
    if active?.line != nil {
      chain = try Self.end(of: active)
      (firstSequence, firstTime) = try Self.first(of: paths.active)
    } else {
      chain = try Self.end(
        of: segments.last { $0.firstSequence != nil }.map { segment throws(AuditError) in
          try Self.closedTail(segment.path)
        })
      (firstSequence, firstTime) = (chain.sequence &+ 1, nil)
    }
    try Self.check(chain, against: try LogHead.read(paths), paths)
    recovery = try active.flatMap { [chain] tail throws(AuditError) in
      try Self.cut(tail, paths, after: chain.sequence)
    }
  }

  /// A segment that got its footer was to get its name next.
  private static func finishClosing(_ paths: LogPaths) throws(AuditError) {
    guard unsafe access(paths.active, F_OK) == 0 else { return }
    let tail = try LogTail(paths.active)
    guard tail.footer != nil, tail.torn.isEmpty else { return }
    try Directory.rename(paths.active, to: paths.closed(beginningWith: try first(of: paths.active).0))
    try Directory.synchronize(paths.directory)
  }

  private static func end(of tail: LogTail?) throws(AuditError) -> Chain {
    guard let tail, let line = tail.line else { return .empty }
    guard let frame = LineFrame(of: line) else { throw .damagedTail(tail.path) }
    return Chain(sequence: frame.sequence, hash: AuditHash(of: line))
  }

  /// A closed segment was durable to its end when it was closed.
  private static func closedTail(_ path: String) throws(AuditError) -> LogTail {
    let tail = try LogTail(path)
    guard tail.line != nil, tail.torn.isEmpty else { throw .damagedTail(path) }
    return tail
  }

  private static func first(of path: String) throws(AuditError) -> (UInt64, Timestamp?) {
    let file = try ReadableFile(path)
    let front = try file.read(0..<min(file.length, AuditLimits.lineBytesMax))
    guard let end = front.firstIndex(of: 0x0a), let frame = LineFrame(of: Array(front[..<end])) else {
      throw .damagedTail(path)
    }
    return (frame.sequence, LineTime.time(of: Array(front[..<end])))
  }

  /// What was durable once must still be there.
  private static func check(
    _ chain: Chain, against head: LogHead?, _ paths: LogPaths
  ) throws(AuditError) {
    guard let head, head.sequence >= chain.sequence else { return }
    guard head.sequence == chain.sequence, head.hash == chain.hash else {
      throw AuditError(
        .truncated,
        "\(paths.active) ends with entry \(chain.sequence), but \(paths.head) says that entry "
          + "\(head.sequence) was durable with the hash \(head.hash.hex).",
        remediation:
          "Restore the log, or keep what is there as evidence and move it away, \(paths.head) included.")
    }
  }

  /// Keeps a torn line aside, durably, before it is cut off.
  private static func cut(
    _ tail: LogTail, _ paths: LogPaths, after sequence: UInt64
  ) throws(AuditError) -> AuditRecovery? {
    guard !tail.torn.isEmpty else { return nil }
    let aside = try LogFile(paths.torn, creating: true, calls: .system)
    try aside.append(tail.torn + [0x0a])
    try aside.synchronize()
    try Directory.synchronize(paths.directory)
    let file = try LogFile(tail.path, creating: false, calls: .system)
    try file.truncate(to: tail.length)
    try file.synchronize()
    return AuditRecovery(sequence: sequence, tornBytes: tail.torn.count, tornPath: paths.torn)
  }
}
