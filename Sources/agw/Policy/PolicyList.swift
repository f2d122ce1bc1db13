import ArgumentParser
import Basics
import Policy
import Settings

struct PolicyList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the policies on disk: packages, files, and the digest to pin.",
    discussion: """
      EXAMPLE
        agw policy list
      """)

  @OptionGroup var files: ConfigurationFiles
  @OptionGroup var output: Output

  func run() throws {
    let settings = try files.load().configuration.policy
    let bundle = try PolicyBundle(directory: settings.directory)
    let listing = PolicyListing(bundle, try DecisionPoint(bundle, furtherPackages: settings.decisionPackages))
    Terminal.print(output.isJSON ? listing.json.text : listing.text)
  }
}
