import Detection
import FoundationEssentials

/// The rule files of the repository, and an engine made of them.
enum Rules {
  static let directory =
    String(#filePath.dropLast("Tests/DetectionTests/Rules.swift".count)) + "config/detection"

  static func read(_ name: String) throws -> [DetectionRule] {
    let text = try String(contentsOfFile: "\(directory)/\(name)", encoding: .utf8)
    return try RuleFile.rules(in: text, name: name)
  }

  static func all() throws -> [DetectionRule] {
    try RuleFile.rules(inDirectory: directory)
  }

  static let shipped = Result {
    try DetectionEngine(
      rules: all(), profile: DetectionProfile(credentials: .block, pii: .redact, injection: .flag))
  }

  static func engine() throws -> DetectionEngine { try shipped.get() }
}
