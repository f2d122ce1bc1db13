import ArgumentParser
import Settings

/// Where the audit log is.
struct LogSource: ParsableArguments {
  @OptionGroup var files: ConfigurationFiles

  @Option(name: .customLong("log"), help: "The log; without it audit.path of the configuration.")
  var path: String?

  func resolved() throws -> String { try path ?? files.load().configuration.audit.path }
}
