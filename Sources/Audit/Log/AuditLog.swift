import Basics

/// The tamper-evident log: JSON lines, each holding the SHA-256 of the line before.
///
/// Three words for three facts:
/// - *sequenced*: ``append(_:)`` returned; the entry has its number and its place, and lies in memory.
/// - *durable*: a commit with the entry is on disk (see ``Durability``); observers were told. What was once
///   durable is never lost or rewritten, and only then may an answer leave.
/// - *covered*: the head file names the entry or a later one, so that its loss at the end of the log shows.
///
/// One thread of its own writes. It takes everything that waits, makes it one commit, and looks again: the
/// busier the log, the more entries share a commit, and a lone entry waits for nobody.
///
/// If writing fails, the log *is failing*: entries that wait are reported as failed, appends throw
/// `audit_unavailable`, and the writer tries again every second until it succeeds. Entries that were reported
/// as failed are then written after all, since what they record has happened.
public final class AuditLog: Sendable {
  public let paths: LogPaths
  /// What was cut off when the log was opened; nil if it ended well.
  public let recovery: AuditRecovery?
  /// The last sequence that the log held when it was opened; 0 for a new log.
  public let openedAfter: UInt64

  private let queue: AppendQueue
  private let observers: AuditObservers
  private let thread: WriterThread
  private let compressor: SegmentCompressor?

  /// Opens a log for writing, or begins one.
  ///
  /// Blocks on the disk.
  ///
  /// - Parameter path: The active segment, such as `/var/lib/precinct/audit.jsonl`. Its directory exists.
  /// - Throws: ``AuditError`` `audit_directory_unwritable`, `audit_log_in_use`, `audit_log_damaged`,
  ///   `audit_log_truncated` or `audit_file_failed`, each with what to do.
  public init(_ path: String, _ options: AuditLogOptions = AuditLogOptions()) throws(AuditError) {
    paths = LogPaths(path)
    let lock = try LogLock(paths)
    let opening = try LogOpening(paths)
    recovery = opening.recovery
    openedAfter = opening.chain.sequence
    let queue = AppendQueue(after: opening.chain.sequence)
    let observers = AuditObservers(durableThrough: opening.chain.sequence)
    let compressor = options.compressesSegments ? SegmentCompressor(paths) : nil
    let writer = try LogWriter(paths, options, opening, lock: lock, queue: queue) { observers.report($0) }
    writer.didClose = { compressor?.wake() }
    try compressor?.start()
    thread = try WriterThread { observers.ended(writer.run()) }
    self.queue = queue
    self.observers = observers
    self.compressor = compressor
  }

  deinit { queue.close() }

  /// Gives an entry its sequence number; never blocks on the disk.
  ///
  /// - Returns: The sequence number, from 1. The entry is durable once an observer is told of this number or
  ///   a higher one.
  /// - Throws: ``AuditError`` `audit_unavailable` while the log is failing, if more than
  ///   ``AuditLimits/pendingEntriesMax`` entries or ``AuditLimits/pendingBytesMax`` bytes wait, or after
  ///   ``close()``; `audit_entry_invalid` if this entry is too long or its arguments are not JSON.
  /// - Parameter isAwaited: Whether somebody waits for the entry to become durable. One that nobody waits for goes with
  ///   the next that somebody does, or within ``AuditLimits/unawaitedDelayMax``.
  /// - Complexity: O(bytes of the entry).
  public func append(_ entry: AuditEntry, isAwaited: Bool = true) throws(AuditError) -> UInt64 {
    try entry.withDraft { draft throws(AuditError) in try queue.append(draft, isAwaited: isAwaited) }
  }

  /// Says that somebody now waits for the entries that were appended without anybody waiting for them.
  public func hasten() { queue.hasten() }

  /// Adds someone to be told of every commit and every failure, on the writer's thread: they must return at
  /// once.
  public func addObserver(_ observer: @escaping @Sendable (AuditProgress) -> Void) {
    observers.add(observer)
  }

  /// Every entry up to this sequence is durable.
  public var durableThrough: UInt64 { observers.durableThrough }

  /// Why the log is failing; nil while it is not.
  public var failure: AuditError? { queue.failure }

  /// What waits now.
  public var lag: AuditLag {
    let (entries, since) = queue.waiting
    guard entries > 0 else { return AuditLag(entries: 0, oldest: .zero) }
    let now = MonotonicTime.now()
    return AuditLag(entries: entries, oldest: .nanoseconds(now > since ? Int64(clamping: now - since) : 0))
  }

  /// Writes what waits and the head, and ends the writer. Blocks on the disk; a second call does nothing.
  ///
  /// - Throws: ``AuditError`` if the log was failing and entries were left behind.
  public func close() throws(AuditError) {
    queue.close()
    thread.join()
    compressor?.stop()
    if let failure = observers.failureAtEnd { throw failure }
  }
}
