import ArgumentParser
import CLinux
import FoundationEssentials
import Gateway

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

@main
enum Main {
  /// Runs the command that the arguments name. Exits with 0 (done), 1 (refused or failed) or 2 (usage).
  static func main() async {
    keepProcess()
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

  /// As the keeper of a tool server this program does nothing else; see ``ChildProcess``.
  private static func keepProcess() {
    let arguments = CommandLine.arguments
    guard arguments.count > 3, arguments[1] == ProcessKeeper.flag, let lifeline = CInt(arguments[2]) else {
      return ProcessKeeper.enable()
    }
    let command = unsafe arguments.dropFirst(3).map { unsafe strdup($0) } + [nil]
    exit(unsafe clinux_keep(lifeline, command))
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
