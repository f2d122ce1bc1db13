import Audit
public import Basics
import Storage

/// Restores a backup into a directory of its own, looks at what came back, and takes it away again.
public struct RestoreTest: Sendable {
  /// What was done, how long it took, and what failed.
  public struct Report: Sendable {
    public let startedAt: Timestamp
    public let finishedAt: Timestamp
    public let backup: String
    public let manifest: BackupManifest?
    /// Entries of the log that were re-derived.
    public let entries: Int
    /// What failed; empty if nothing did.
    public let failures: [String]

    public var isPassed: Bool { failures.isEmpty }

    public var document: JSONValue {
      [
        "schema": "precinct.restore-test.v1", "result": isPassed ? "passed" : "failed",
        "started_at": .string(startedAt.rfc3339), "finished_at": .string(finishedAt.rfc3339),
        "duration_ms": .integer(Int(clamping: finishedAt.since(startedAt).nanosecondsSaturating / 1_000_000)),
        "backup": .string(backup), "backup_created_at": manifest.map { .string($0.createdAt.rfc3339) } ?? .null,
        "files": .integer(manifest?.files.count ?? 0), "bytes": .integer(manifest?.files.reduce(0) { $0 + $1.bytes } ?? 0),
        "log_entries": .integer(entries), "log_last_hash": manifest.map { .string($0.lastHash) } ?? .null,
        "failures": .array(failures.map { .string($0) }),
      ]
    }
  }

  private let backup: String
  private let key: BackupKey?

  public init(_ backup: String, key: BackupKey?) {
    self.backup = backup
    self.key = key
  }

  /// Blocks on the disk. What fails is in the report, and no error.
  ///
  /// - Parameter directory: Where the restored state lies meanwhile; not there yet, and removed at the end.
  public func run(in directory: String, now: () -> Timestamp) -> Report {
    let start = now()
    var failures: [String] = []
    var manifest: BackupManifest?
    var entries = 0
    do {
      let reader = try BackupReader(backup, key: key)
      manifest = reader.manifest
      try reader.verify()
      try reader.restore(to: directory)
      entries = try check(directory, reader.manifest, &failures)
    } catch {
      failures.append("\(error)")
    }
    BackupFolder.remove(directory)
    return Report(
      startedAt: start, finishedAt: now(), backup: backup, manifest: manifest, entries: entries, failures: failures)
  }

  private func check(_ directory: String, _ manifest: BackupManifest, _ failures: inout [String]) throws -> Int {
    if manifest.files.contains(where: { $0.name == BackupSource.database }) {
      let database = try StateDatabase(in: StateDirectory(directory))
      let problems = try database.problems()
      failures += problems.map { "the state database: \($0)" }
      try database.close()
    }
    guard manifest.lastSequence > 0 else { return 0 }
    let log = try AuditVerifier("\(directory)/\(manifest.auditPath)", isPartial: true).verify()
    if let damage = log.damage { failures.append("the audit log: \(damage.evidence)") }
    if Int(clamping: log.last) != manifest.lastSequence || log.lastHash != manifest.lastHash {
      failures.append("the audit log ends with entry \(log.last), and not with \(manifest.lastSequence) as when it was backed up")
    }
    return Int(clamping: log.entries)
  }
}
