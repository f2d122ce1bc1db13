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

  private func paths() throws -> [String] {
    try rules.isEmpty ? files.load().configuration.detection.ruleFiles : rules
  }

  /// An engine of the rules; compiled rules are kept where the gateway keeps its own.
  func engine(profile: DetectionProfile = .records) throws -> DetectionEngine {
    let settings = try files.load().configuration.detection
    var cache: DatabaseCache?
    if (try? FileManager.default.createDirectory(atPath: settings.cacheDirectory, withIntermediateDirectories: true)) != nil {
      cache = DatabaseCache(directory: settings.cacheDirectory)
    }
    return try DetectionEngine(rules: read(), profile: profile, cache: cache)
  }
}
