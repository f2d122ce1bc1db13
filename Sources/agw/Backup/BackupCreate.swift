import ArgumentParser
import Backup
import Basics
import Settings

struct BackupCreate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create", abstract: "Copy the state directory as of one moment, also while the gateway runs.",
    discussion: """
      EXAMPLES
        agw backup create --output-dir /backups
        agw backup create --output-dir /backups --key-file /etc/precinct/backup.key
        BACKUP_PASSPHRASE=… agw backup create --output-dir /backups --passphrase-env BACKUP_PASSPHRASE

      Writes OUTPUT-DIR/precinct-backup-YYYYMMDD-HHMMSS and prints that path. The state directory holds the keys that sign
      the log and open sealed fields: encrypt backups, and keep their key elsewhere. Configuration, policies and the
      registry are not in it; keep them under version control.
      """)

  @Option(name: .customLong("output-dir"), help: "Directory that the backup is put in.")
  var output: String

  @OptionGroup var key: BackupKeyOptions
  @OptionGroup var files: ConfigurationFiles
  @OptionGroup var verdict: VerdictOutput

  func run() throws {
    let configuration = try files.load().configuration
    let source = BackupSource(stateDirectory: configuration.stateDirectory, auditPath: configuration.audit.path)
    let now = Timestamp.now()
    let path = "\(output)/precinct-backup-\(ComplianceCollect.stamp(now))"
    let manifest = try BackupWriter(source, key: try key.key()).write(to: path, now: now)
    if manifest.encryption == nil { Terminal.note("The backup is not encrypted, and it holds keys.") }
    verdict.show(path, manifest.facts(path))
  }
}

extension BackupManifest {
  /// For programs.
  func facts(_ path: String) -> JSONValue {
    [
      "backup": .string(path), "created_at": .string(createdAt.rfc3339), "files": .integer(files.count),
      "bytes": .integer(files.reduce(0) { $0 + $1.bytes }), "encryption": encryption.map { .string($0) } ?? .null,
      "last_sequence": .integer(lastSequence), "last_hash": .string(lastHash),
    ]
  }
}
