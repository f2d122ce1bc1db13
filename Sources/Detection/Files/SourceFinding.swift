public import Basics

/// Something that was found in a file. Never holds the found text.
public struct SourceFinding: Sendable, Hashable {
  public var path: String
  public var commit: String?
  /// Where it begins, both counted from 1; columns count bytes.
  public var line: Int
  public var column: Int
  public var length: Int
  public var rule: String
  public var type: String
  public var category: DetectionCategory
  public var severity: DetectionSeverity
  public var confidence: Double
  /// The layers of encoding around it, outermost first.
  public var layers: [ViewKind]
  /// Digest of the rule, the path and the found text: the same finding has the same one wherever its line has moved.
  public var fingerprint: String
  /// Why it is allowed; nil if it is not.
  public var allowed: String?

  /// As it is written to a file of findings or a baseline.
  public var record: JSONObject {
    var record: JSONObject = [
      "path": .string(path), "line": .integer(line), "column": .integer(column), "length": .integer(length),
      "rule": .string(rule), "type": .string(type), "class": .string(category.rawValue),
      "severity": .string(severity.rawValue), "confidence": JSONNumber(confidence).map { .number($0) } ?? .null,
      "fingerprint": .string(fingerprint),
    ]
    if let commit { record["commit"] = .string(commit) }
    if !layers.isEmpty { record["layers"] = .array(layers.map { .string($0.rawValue) }) }
    if let allowed { record["allowed"] = .string(allowed) }
    return record
  }
}
