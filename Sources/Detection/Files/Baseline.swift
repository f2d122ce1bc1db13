public import Basics

/// Findings that were there before and are known: only what is new is reported.
public struct Baseline: Sendable {
  private let fingerprints: Set<String>
  public var count: Int { fingerprints.count }

  /// Larger baselines are none, in bytes.
  public static let bytesMax = 64 << 20

  public init(_ findings: [SourceFinding]) { fingerprints = Set(findings.map(\.fingerprint)) }

  /// Reads what ``document(_:)`` wrote; nil if it is something else.
  public init?(_ bytes: [UInt8]) {
    guard let document = try? JSONValue.parse(bytes), document["version"]?.intValue == 1,
      let known = document["findings"]?.arrayValue
    else { return nil }
    fingerprints = Set(known.compactMap { $0["fingerprint"]?.stringValue })
  }

  public func holds(_ finding: SourceFinding) -> Bool { fingerprints.contains(finding.fingerprint) }

  /// `{"version": 1, "findings": [{"fingerprint": …, "path": …, "line": …, "rule": …}]}`
  public static func document(_ findings: [SourceFinding]) -> JSONValue {
    let known = findings.map { finding in
      JSONValue.object([
        "fingerprint": .string(finding.fingerprint), "path": .string(finding.path), "line": .integer(finding.line),
        "rule": .string(finding.rule),
      ])
    }
    return ["version": 1, "findings": .array(known)]
  }
}
