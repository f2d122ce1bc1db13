/// Re-derives a log from its bytes, with nothing but the files.
///
/// What it proves: every line from the first to the last is the one that the line after it names, so nothing
/// was changed, removed, inserted or moved between them; the tree over them has the root of every checkpoint, so that
/// whoever trusts the key that signed one trusts the entries it covers; and up to the head file's entry, nothing is
/// missing at the end. What it cannot prove: that the whole was not written anew by someone who can write every file
/// and has the key; that takes a key or a checkpoint from elsewhere.
///
/// The log may be in use. Blocks on the disk, for as long as the log is long.
public struct AuditVerifier: Sendable {
  public let paths: LogPaths
  /// Whether earlier segments may be kept elsewhere: the first line that is there then begins the chain.
  public var isPartial: Bool
  /// Keys that the verifier trusts; nil for those that lie beside the log, which prove no more than the log does.
  public var publicKeys: [NoteKey]?
  /// A file of checkpoints that were kept elsewhere. The log must agree with all of them, and lines that the last of
  /// them covers are not read if the tiles prove its root.
  public var checkpointPath: String?

  /// - Parameter path: The active segment, as the configuration names it.
  public init(_ path: String, isPartial: Bool = false) {
    paths = LogPaths(path)
    self.isPartial = isPartial
  }

  /// Reads every segment from the front.
  ///
  /// - Parameter progress: Told the bytes that were read and the bytes that there are, now and then.
  /// - Throws: ``AuditError`` `audit_file_failed` if a file cannot be read or there is no log, `audit_key_invalid`,
  ///   `audit_proof_invalid` if the file of checkpoints has none that is signed with a key that is trusted.
  /// - Complexity: O(n) in bytes, in memory that grows with the number of checkpoints only.
  public func verify(
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws(AuditError) -> AuditVerification {
    let keys = try keys()
    // What was promised is read first: the log may grow beyond it while it is verified, and never falls behind.
    let head = try LogHead.read(paths)
    let file = try CheckpointFile(paths.checkpoints)
    let given = try trusted(keys)
    let start = try given.last.flatMap { entry throws(AuditError) in try CoveredTree(paths, entry.checkpoint) }
    let cosigned = try cosignatures()
    let segments = try LogLines(paths)
    var files: [ReadableFile] = []
    for segment in start.map({ segments.relevant(from: $0.size + 1) }) ?? segments.segments[...] {
      files.append(try ReadableFile(segment.path))
    }
    guard !files.isEmpty || head != nil || !file.entries.isEmpty else { throw .noLog(paths.active) }
    let signatures = keys.check(file)
    var run = VerificationRun(
      paths, head: head, isPartial: isPartial, start: start, checkpoints: file.entries + given + cosigned.entries)
    try run.read(files, progress: progress)
    var result = run.finish()
    result.checkpoints = signatures.signed
    result.covered = signatures.size
    result.unknownCheckpoints = signatures.unknown
    result.keys = keys.keys
    result.cosigned = cosigned.result.signed
    result.witnessed = cosigned.result.size
    result.damage = result.damage ?? signatures.damage ?? cosigned.result.damage
    return result
  }

  /// The log's own keys: given, or those beside the log.
  private func keys() throws(AuditError) -> SignatureCheck {
    let given = (publicKeys ?? []).filter { !$0.isWitness }
    if !given.isEmpty { return SignatureCheck(keys: given, isGiven: true) }
    return SignatureCheck(keys: try SigningKeys.published(paths), isGiven: false)
  }

  /// What witnesses signed, held against the keys of theirs that were given. If one was, there must be something.
  private func cosignatures() throws(AuditError) -> (entries: [CheckpointFile.Entry], result: SignatureCheck.Result) {
    let witnesses = (publicKeys ?? []).filter(\.isWitness)
    guard !witnesses.isEmpty else { return ([], SignatureCheck.Result()) }
    let file = try CheckpointFile(paths.cosignatures)
    let known = file.entries.filter { entry in witnesses.contains { $0.verifies(entry.note) } }
    return (known, SignatureCheck(keys: witnesses, isGiven: true).check(file))
  }

  /// The checkpoints from elsewhere; all are signed with a key that is trusted.
  private func trusted(_ keys: SignatureCheck) throws(AuditError) -> [CheckpointFile.Entry] {
    guard let checkpointPath else { return [] }
    let file = try CheckpointFile(checkpointPath)
    let check = SignatureCheck(keys: keys.keys, isGiven: true).check(file)
    guard check.damage == nil, check.unknown == 0 else {
      throw AuditError(
        .proofInvalid, "\(checkpointPath) is no file of checkpoints that a trusted key signed.",
        remediation: "Name the key with --public-key.")
    }
    return file.entries
  }
}

extension AuditError {
  static func noLog(_ path: String) -> Self {
    Self(
      .fileFailed, "There is no audit log at \(path).", remediation: "Name the file that audit.path names.")
  }
}
