import ArgumentParser
import FoundationEssentials

@main
enum Main {
  /// Runs the command that the arguments name. Exits with 0 (done), 1 (refused or failed) or 2 (usage).
  static func main() async {
    do {
      var command = try AGW.parseAsRoot()
      if var waiting = command as? any AsyncParsableCommand {
        try await waiting.run()
      } else {
        try command.run()
      }
    } catch let code as ExitCode {
      Terminal.exit(code.rawValue)
    } catch {
      leave(with: error)
    }
  }

  private static func leave(with error: any Error) {
    switch AGW.exitCode(for: error) {
    case .success:
      // Help and the version.
      AGW.exit(withError: error)
    case .validationFailure:
      Terminal.note(AGW.fullMessage(for: error))
      Terminal.exit(2)
    default:
      Terminal.fail(error)
      Terminal.exit(1)
    }
  }
}
