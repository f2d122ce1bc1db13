import ArgumentParser
import Basics
import Policy
import Settings

struct PolicyList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the policies on disk, or of a bundle: packages, files, and the digest to pin.",
    discussion: """
      EXAMPLES
        agw policy list
        agw policy list bundle.tar.gz
      """)

  @Argument(help: "Directory, or bundle (.tar.gz); without it policy.directory of the configuration.")
  var path: String?

  @OptionGroup var files: ConfigurationFiles
  @OptionGroup var output: Output

  func run() throws {
    let settings = try files.load().configuration.policy
    let bundle = try PolicyBundle(path: path ?? settings.directory)
    let listing = PolicyListing(bundle, try DecisionPoint(bundle, furtherPackages: settings.decisionPackages))
    Terminal.print(output.isJSON ? listing.json.text : listing.text)
  }
}
