import ArgumentParser
import Backup
import Basics

/// What a backup is encrypted with.
struct BackupKeyOptions: ParsableArguments {
  @Option(name: .customLong("key-file"), help: "File of 32 or more random bytes (mode 600) that the backup is encrypted with.")
  var file: String?

  @Option(name: .customLong("passphrase-env"), help: "Variable that holds the passphrase that the backup is encrypted with.")
  var variable: String?

  func validate() throws {
    if file != nil, variable != nil { throw ValidationError("Give --key-file or --passphrase-env, not both.") }
  }

  func key() throws -> BackupKey? {
    if let file { return try BackupKey(file: file) }
    guard let variable else { return nil }
    guard let text = ConfigurationFiles.environment[variable], !text.isEmpty else {
      throw CommandFailure("the variable \(variable) holds no passphrase")
    }
    return .passphrase(Redacted(text))
  }
}
