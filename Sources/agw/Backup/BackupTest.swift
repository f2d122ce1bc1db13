import ArgumentParser
import Backup
import Basics
import FoundationEssentials
import Settings

struct BackupTest: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Restore a backup into a directory of its own, check what came back, and write a dated report.",
    discussion: """
      EXAMPLES
        agw backup test /backups/precinct-backup-20261231-235959
        agw backup test /backups/precinct-backup-20261231-235959 --format json | jq .result

      Checks the manifest, restores, re-derives the audit log, runs SQLite's own check, and removes what was restored. The
      report goes to restore-tests in the state directory, where agw compliance finds it. Exits 1 if anything failed.
      """)

  @Argument(help: "The backup.")
  var backup: String

  @OptionGroup var key: BackupKeyOptions
  @OptionGroup var files: ConfigurationFiles
  @OptionGroup var verdict: VerdictOutput

  func run() throws { try Self.run(backup, key.key(), files, verdict) }

  static func run(_ backup: String, _ key: BackupKey?, _ files: ConfigurationFiles, _ verdict: VerdictOutput) throws {
    let state = try files.load().configuration.stateDirectory
    let folder = "\(state)/restore-tests"
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let stamp = ComplianceCollect.stamp(.now())
    let report = RestoreTest(backup, key: key).run(in: "\(folder)/.restored-\(stamp)") { .now() }
    let path = "\(folder)/restore-test-\(stamp).json"
    try FileBytes.replace(path, with: report.document.serialized() + [0x0A], mode: 0o600)
    let words =
      report.isPassed
      ? "PASSED  \(backup): \(report.manifest?.files.count ?? 0) files restored, \(report.entries) entries re-derived"
      : "FAILED  \(backup): \(report.failures.joined(separator: "; "))"
    verdict.show("\(words)\nreport  \(path)", report.document)
    if !report.isPassed { throw ExitCode(1) }
  }
}
