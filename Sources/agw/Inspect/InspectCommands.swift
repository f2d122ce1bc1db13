import ArgumentParser

struct InspectCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: "Look into the running gateway.",
    subcommands: [
      InspectTools.self, InspectSessions.self, InspectRateLimit.self, InspectCircuitBreaker.self,
      IdentityInspection.self,
    ])
}

/// The same as `agw identity show`.
struct IdentityInspection: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "identity", abstract: "Show one identity, and which tools the policies let it call.",
    discussion: IdentityShow.configuration.discussion)

  @OptionGroup var show: IdentityShow

  func run() throws { try show.run() }
}
