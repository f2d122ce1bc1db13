import ArgumentParser
import Backup
import Basics

struct BackupVerify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check every file of a backup against its manifest.",
    discussion: """
      EXAMPLE
        agw backup verify /backups/precinct-backup-20261231-235959

      Names the first file that was changed, is missing or does not belong, and exits 1. An encrypted backup is verified
      without its key as far as its bytes go; with --key-file or --passphrase-env everything is decrypted as well.
      """)

  @Argument(help: "The backup.")
  var backup: String

  @OptionGroup var key: BackupKeyOptions
  @OptionGroup var verdict: VerdictOutput

  func run() throws {
    let reader = try BackupReader(backup, key: try key.key())
    try reader.verify()
    let manifest = reader.manifest
    verdict.show(
      "INTACT  \(backup): \(manifest.files.count) files of \(manifest.createdAt.rfc3339), the log to entry \(manifest.lastSequence)",
      manifest.facts(backup))
  }
}
