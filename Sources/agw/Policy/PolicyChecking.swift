import ArgumentParser
import Basics
import Policy
import Rego
import Settings

struct PolicyChecking: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check whether policies can be used, and say where they cannot.",
    discussion: """
      EXAMPLES
        agw policy check
        agw policy check --strict config/opa shared/helpers.rego

      Without a path the directory of the configuration is checked as the gateway loads it. With paths every file is
      compiled, in strict mode with what is likely a mistake: unused imports and variables, names that shadow others.
      """)

  @Argument(help: "Files, directories and bundles (.tar.gz); without them policy.directory of the configuration.")
  var paths: [String] = []

  @Flag(help: "Refuse what is likely a mistake, too.")
  var strict = false

  @OptionGroup var files: ConfigurationFiles
  @OptionGroup var output: VerdictOutput

  func run() throws {
    let settings = try files.load().configuration.policy
    if strict || paths.count > 1 || paths.first.map({ $0.hasSuffix(".rego") }) == true {
      return try checkEach(paths.isEmpty ? [settings.directory] : paths)
    }
    let check = PolicyCheck(
      directory: paths.first ?? settings.directory, furtherPackages: settings.decisionPackages)
    output.show(
      check.text,
      [
        "usable": .bool(check.isUsable), "problems": .array(check.problems.map { .string($0.description) }),
        "warnings": .array(check.warnings.map { .string($0.description) }),
      ])
    if !check.isUsable { throw ExitCode(1) }
  }

  private func checkEach(_ paths: [String]) throws {
    let sources = try PolicySources(paths: paths)
    var errors: [RegoError] = []
    do {
      _ = try sources.compile(isStrict: strict)
    } catch {
      errors = error.errors
    }
    let lines = errors.map { "\($0.file):\($0.row):\($0.column): \($0.code.rawValue): \($0.message)" }
    output.show(
      lines.isEmpty ? "ok" : lines.joined(separator: "\n"), ["errors": .array(errors.map(\.json))])
    if !errors.isEmpty { throw ExitCode(1) }
  }
}
