import ArgumentParser
import Detection
import FoundationEssentials
import Settings

/// The option that the detection commands share: which rules are run.
struct RuleFiles: ParsableArguments {
  @Option(
    name: .customLong("rules"),
    help: "Rule file, or directory of rule files; give it again for more. Without it those of the configuration.")
  var rules: [String] = []

  @OptionGroup var files: ConfigurationFiles

  /// The rules, in order of the files.
  func read() throws -> [DetectionRule] {
    var found: [DetectionRule] = []
    for path in try paths() {
      var isDirectory = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
        throw CommandFailure("\(path): there is no such file or directory")
      }
      if isDirectory {
        found += try RuleFile.rules(inDirectory: path)
      } else {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
          throw CommandFailure("\(path): cannot be read as UTF-8 text")
        }
        found += try RuleFile.rules(in: text, name: path)
      }
    }
    return found
  }

  /// The files and directories that are read.
  func paths() throws -> [String] {
    try rules.isEmpty ? files.load().configuration.detection.ruleFiles : rules
  }

  /// An engine of the rules. Compiled rules are kept where the gateway keeps its own, or, for rules that were named, in
  /// the caches of the user: a scan runs in any directory, with a configuration or without.
  func engine(profile: DetectionProfile = .records) throws -> DetectionEngine {
    let directory = try rules.isEmpty ? files.load().configuration.detection.cacheDirectory : Self.userCache
    var cache: DatabaseCache?
    if (try? FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)) != nil {
      cache = DatabaseCache(directory: directory)
    }
    return try DetectionEngine(rules: read(), profile: profile, cache: cache)
  }

  /// SOURCE: XDG Base Directory Specification 0.8.
  private static var userCache: String {
    let environment = ConfigurationFiles.environment
    if let home = environment["XDG_CACHE_HOME"], home.hasPrefix("/") { return home + "/precinct" }
    return (environment["HOME"] ?? "/tmp") + "/.cache/precinct"
  }
}
