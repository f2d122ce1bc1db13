/// Re-derives a log from its bytes, with nothing but the files.
///
/// What it proves: every line from the first to the last is the one that the line after it names, so nothing
/// was changed, removed, inserted or moved between them; and up to the head file's entry, nothing is missing
/// at the end. What it cannot prove: that the whole was not written anew by someone who can write every file,
/// the head included; that takes a signature from elsewhere.
///
/// The log may be in use. Blocks on the disk, for as long as the log is long.
public struct AuditVerifier: Sendable {
  public let paths: LogPaths
  /// Whether earlier segments may be kept elsewhere: the first line that is there then begins the chain.
  public var isPartial: Bool

  /// - Parameter path: The active segment, as the configuration names it.
  public init(_ path: String, isPartial: Bool = false) {
    paths = LogPaths(path)
    self.isPartial = isPartial
  }

  /// Reads every segment from the front.
  ///
  /// - Parameter progress: Told the bytes that were read and the bytes that there are, now and then.
  /// - Throws: ``AuditError`` `audit_file_failed` if a file cannot be read or there is no log.
  /// - Complexity: O(n) in bytes, in memory that does not grow.
  public func verify(
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws(AuditError) -> AuditVerification {
    // The head is read first: the log may grow beyond it while it is verified, and never falls behind.
    let head = try LogHead.read(paths)
    let files = try LogSegments(paths).openAll()
    guard !files.isEmpty || head != nil else { throw .noLog(paths.active) }
    let total = files.reduce(0) { $0 + $1.length }
    var result = AuditVerification()
    result.segments = files.count
    result.head = head?.sequence
    var check = ChainCheck(of: paths.active, isPartial: isPartial, head: head)
    var told = 0
    for file in files {
      var number = 0
      var goesOn = true
      unsafe try LineReader(file: file).forEachLine { bytes, kind in
        number += 1
        guard kind != .torn || file.path != paths.active else {
          result.tornBytes = bytes.count
          return false
        }
        result.bytes += bytes.count + 1
        let frame = kind == .whole ? unsafe LineFrame(of: bytes) : nil
        let place = ChainLink.Place(path: file.path, line: number)
        goesOn = check.feed(ChainLink(frame: frame, hash: unsafe LineHash(of: bytes), place: place))
        if result.bytes - told >= Self.progressBytes {
          told = result.bytes
          progress(told, total)
        }
        return goesOn
      }
      if !goesOn { break }
    }
    result.damage = check.finish()
    result.first = check.first ?? 0
    result.last = check.end.sequence
    result.entries = check.first.map { check.end.sequence - $0 + 1 } ?? 0
    result.lastHash = check.end.hash.hex
    progress(total, total)
    return result
  }

  /// Bytes between two reports of progress. 16 MiB.
  private static let progressBytes = 16 << 20
}

extension AuditError {
  static func noLog(_ path: String) -> Self {
    Self(
      .fileFailed, "There is no audit log at \(path).", remediation: "Name the file that audit.path names.")
  }
}
