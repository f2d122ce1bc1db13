import ArgumentParser
import Audit

struct AuditKeys: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys", abstract: "The keys that sign the log's checkpoints.",
    discussion: """
      EXAMPLES
        agw audit keys              print every public key that the log ever had, the oldest first
        agw audit keys --rotate     add a key; the one before signs beside it
        agw audit keys --retire     let only the newest key sign

      A running gateway signs with the new keys from its next checkpoint on. Give verifiers the new key while both sign.
      """)

  @Flag(help: "Add a key.")
  var rotate = false

  @Flag(help: "Let only the newest key sign.")
  var retire = false

  @OptionGroup var log: LogSource

  func validate() throws {
    if rotate, retire { throw ValidationError("Rotate first, and retire when verifiers have the new key.") }
  }

  func run() throws {
    let paths = LogPaths(try log.resolved())
    if rotate || retire {
      guard let keys = try SigningKeys(of: paths) else { throw CommandFailure("the log has no keys yet; start the gateway once") }
      _ = rotate ? try keys.rotated(paths) : try keys.retired(paths)
    }
    for key in try SigningKeys.published(paths) { Terminal.print("\(key)") }
  }
}
