import ArgumentParser
import Basics

/// Who decides, and in which words.
struct Approver: ParsableArguments {
  @Option(help: "Who decides; without it the name of the user.")
  var by: String?

  @Option(help: "Why, for the record.")
  var reason = ""

  func name() throws -> String {
    let environment = ConfigurationFiles.environment
    let user = environment["SUDO_USER"] ?? environment["USER"] ?? environment["LOGNAME"]
    guard let name = by ?? user, !name.isEmpty else {
      throw ValidationError("Give --by: the environment does not say who decides.")
    }
    return name
  }

  func body() throws -> JSONValue { ["by": .string(try name()), "reason": .string(reason)] }
}
