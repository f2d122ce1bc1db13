import ArgumentParser
import Backup
import Basics
import Settings

struct BackupRestore: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore", abstract: "Put a backup into a new, empty directory.",
    discussion: """
      EXAMPLES
        agw backup restore /backups/precinct-backup-20261231-235959 --into /var/lib/precinct-restored
        agw backup restore /backups/precinct-backup-20261231-235959 --test

      A damaged backup is refused with the name of the file, and nothing is left behind. Set state_directory (and
      audit.path) to the new directory, or move it to the old place, and start the gateway. Erasures of data subjects
      that were made after the backup must be made again. --test is agw backup test.
      """)

  @Argument(help: "The backup.")
  var backup: String

  @Option(help: "The directory; not there yet, or empty.")
  var into: String?

  @Flag(help: "Restore into a directory that is removed afterwards, and write a report.")
  var test = false

  @OptionGroup var key: BackupKeyOptions
  @OptionGroup var files: ConfigurationFiles
  @OptionGroup var verdict: VerdictOutput

  func validate() throws {
    if (into == nil) != test { throw ValidationError("Give --into DIR, or --test.") }
  }

  func run() throws {
    guard let into else { return try BackupTest.run(backup, key.key(), files, verdict) }
    let reader = try BackupReader(backup, key: try key.key())
    try reader.restore(to: into)
    verdict.show(
      "RESTORED  \(into): \(reader.manifest.files.count) files; the audit log is \(into)/\(reader.manifest.auditPath)",
      reader.manifest.facts(backup))
  }
}
