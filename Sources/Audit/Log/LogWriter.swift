import Basics

/// Makes entries durable, one commit after the other. Confined to the writer's thread.
///
/// A commit is: everything that waits, linked to the chain; one `write`; one `fdatasync`. If one of them
/// fails, the file is cut back to what was durable and the same lines are written again, also after a failed
/// `fdatasync`: the kernel may have dropped the pages it could not write, so syncing them again would prove
/// nothing.
final class LogWriter {
  private let paths: LogPaths
  private let options: AuditLogOptions
  private let queue: AppendQueue
  private let report: (AuditProgress) -> Void
  private let lock: LogLock

  /// The end of what is durable.
  private var durable: Chain
  private var file: LogFile?
  /// Bytes of the active segment that are durable.
  private var length = 0
  private var firstSequence: UInt64
  /// The time of the first entry of the active segment.
  private var firstTime: Timestamp?
  /// The commit at hand.
  private var batch = PendingEntries()
  /// The hashes of its lines.
  private var hashes: [AuditHash] = []
  private var gathering = Gathering()
  private var heads: CoverSchedule
  private let checkpoints: CheckpointWriter?
  /// Told that a segment was closed.
  var didClose: () -> Void = {}

  init(
    _ paths: LogPaths, _ options: AuditLogOptions, _ opening: LogOpening, lock: LogLock, queue: AppendQueue,
    report: @escaping (AuditProgress) -> Void
  ) throws(AuditError) {
    self.paths = paths
    self.options = options
    self.queue = queue
    self.report = report
    self.lock = lock
    durable = opening.chain
    firstSequence = opening.firstSequence
    firstTime = opening.firstTime
    heads = CoverSchedule(count: options.headCommitsMax, interval: options.headInterval)
    checkpoints = try options.signing.map { signing throws(AuditError) in
      try CheckpointWriter(paths, signing, end: opening.chain)
    }
    try openActive()
    length = file?.length ?? 0
  }

  /// Runs until the queue is closed and empty, or closed while the log fails. Returns why entries were left
  /// behind, if they were.
  func run() -> AuditError? {
    while true {
      gather()
      switch queue.take(&batch, timeout: timeLeft(now: MonotonicTime.now())) {
      case .entries:
        if let failure = commit() { return failure }
      case .timeout: break
      case .closed:
        writeHead()
        writeCheckpoint()
        // Gives back the room that was set aside behind the end.
        if let file { try? file.truncate(to: length) }
        return nil
      }
      let now = MonotonicTime.now()
      if heads.isDue(now: now) { writeHead() }
      if let checkpoints, checkpoints.isDue(now: now) { writeCheckpoint() }
    }
  }

  /// How long the writer may sleep; nil for as long as it likes.
  private func timeLeft(now: UInt64) -> Duration? {
    [heads.timeLeft(now: now), checkpoints?.timeLeft(now: now)].compactMap(\.self).min()
  }

  /// Waits for more entries if many come.
  private func gather() {
    while let pause = gathering.pause(waiting: queue.gathered) { Pause.sleep(pause) }
  }

  /// Commits the batch, however often it takes. Returns the failure if the log was closed in the meantime.
  private func commit() -> AuditError? {
    var end = durable
    batch.link(to: &end, hashes: &hashes)
    while true {
      do throws(AuditError) {
        try write(endingWith: end)
        break
      } catch {
        let wasClosed = queue.isClosed
        let last = queue.fail(error)
        report(
          AuditProgress(
            durableThrough: durable.sequence, entries: 0, failure: .init(error: error, failedThrough: last)))
        if wasClosed { return error }
        queue.waitForClose(options.retryInterval)
      }
    }
    let entries = batch.count
    batch.clear()
    queue.committed()
    report(AuditProgress(durableThrough: durable.sequence, entries: entries, failure: nil))
    // Those who waited were told first: the tree holds nobody up.
    checkpoints?.committed(hashes, now: MonotonicTime.now())
    return nil
  }

  /// One attempt at a commit.
  private func write(endingWith end: Chain) throws(AuditError) {
    try rotateIfDue()
    try openActive()
    guard let file else { return }
    if file.length != length { try file.truncate(to: length) }
    try file.checkPlace()
    try file.append(batch.bytes)
    do throws(AuditError) {
      if options.durability == .commit { try file.synchronize() }
    } catch {
      // What the kernel says of these pages from now on cannot be trusted: they are cut and written anew.
      try? file.truncate(to: length)
      throw error
    }
    length = file.length
    durable = end
    if firstTime == nil { firstTime = options.now() }
    heads.committed(now: MonotonicTime.now())
  }

  /// Opens the active segment if it is not open, and makes its name durable.
  private func openActive() throws(AuditError) {
    guard file == nil else { return }
    let file = try LogFile(
      paths.active, creating: true, roomStep: min(AuditLimits.roomStepBytes, options.segmentBytesMax), calls: options.calls)
    try Directory.synchronize(paths.directory)
    self.file = file
    length = file.length
  }

  /// Closes a segment that is full or old: it gets a footer and the name of its first sequence, and is never written
  /// again.
  private func rotateIfDue() throws(AuditError) {
    guard let file, length > 0, length >= options.segmentBytesMax || isOld else { return }
    if file.length != length { try file.truncate(to: length) }
    try file.checkPlace()
    let footer = SegmentFooter(first: firstSequence, last: durable.sequence, bytes: length, lastHash: durable.hash)
    try file.append(footer.line)
    // Also gives back the room that was set aside behind the end.
    try file.truncate(to: file.length)
    try file.synchronize()
    try Directory.rename(paths.active, to: paths.closed(beginningWith: firstSequence))
    self.file = nil
    length = 0
    firstTime = nil
    firstSequence = durable.sequence &+ 1
    didClose()
  }

  /// A clock that was set back makes a segment young, which does no harm.
  private var isOld: Bool {
    guard let firstTime, let ageMax = options.segmentAgeMax else { return false }
    return options.now().since(firstTime) >= ageMax
  }

  /// Signs a checkpoint of what is on disk.
  private func writeCheckpoint() {
    guard let checkpoints else { return }
    if options.durability == .buffered { try? file?.synchronize() }
    checkpoints.write()
  }

  /// Writes the head if a commit is not covered. One that cannot be written is due again after its interval:
  /// the log itself does not depend on it.
  private func writeHead() {
    guard heads.isPending else { return }
    do throws(AuditError) {
      if options.durability == .buffered { try file?.synchronize() }
      try LogHead(sequence: durable.sequence, hash: durable.hash).write(paths)
      heads.written()
    } catch {
      heads.postpone(now: MonotonicTime.now())
    }
  }
}
