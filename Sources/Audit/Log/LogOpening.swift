/// Finds where a log ends, and makes its end fit to be continued. The caller holds the lock.
struct LogOpening: Sendable {
  /// The end of the chain.
  let chain: Chain
  /// The first sequence of the active segment: its name once it is closed.
  let firstSequence: UInt64
  let recovery: AuditRecovery?

  /// - Throws: ``AuditError`` `audit_log_damaged`, `audit_log_truncated`, `audit_file_failed`.
  init(_ paths: LogPaths) throws(AuditError) {
    let segments = try LogSegments(paths).segments
    let active = try segments.last { $0.firstSequence == nil }.map { segment throws(AuditError) in
      try LogTail(segment.path)
    }
    if active?.line != nil {
      chain = try Self.end(of: active)
      firstSequence = try Self.firstSequence(of: paths.active)
    } else {
      chain = try Self.end(
        of: segments.last { $0.firstSequence != nil }.map { segment throws(AuditError) in
          try Self.closedTail(segment.path)
        })
      firstSequence = chain.sequence &+ 1
    }
    try Self.check(chain, against: try LogHead.read(paths), paths)
    recovery = try active.flatMap { [chain] tail throws(AuditError) in
      try Self.cut(tail, paths, after: chain.sequence)
    }
  }

  private static func end(of tail: LogTail?) throws(AuditError) -> Chain {
    guard let tail, let line = tail.line else { return .empty }
    guard let frame = LineFrame(of: line) else { throw .damagedTail(tail.path) }
    return Chain(sequence: frame.sequence, hash: LineHash(of: line))
  }

  /// A closed segment was durable to its end when it was closed.
  private static func closedTail(_ path: String) throws(AuditError) -> LogTail {
    let tail = try LogTail(path)
    guard tail.line != nil, tail.torn.isEmpty else { throw .damagedTail(path) }
    return tail
  }

  private static func firstSequence(of path: String) throws(AuditError) -> UInt64 {
    let file = try ReadableFile(path)
    let front = try file.read(0..<min(file.length, AuditLimits.lineBytesMax))
    guard let end = front.firstIndex(of: 0x0a), let frame = LineFrame(of: Array(front[..<end])) else {
      throw .damagedTail(path)
    }
    return frame.sequence
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
