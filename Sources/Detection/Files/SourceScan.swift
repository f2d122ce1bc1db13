import Basics

/// Runs the rules over files, as they run over traffic.
public struct SourceScan {
  private let engine: DetectionEngine
  private let classes: Set<DetectionCategory>
  private let confidenceMin: Double
  private let scratch = ScanScratch()

  /// - Parameters:
  ///   - classes: What is looked for.
  ///   - confidenceMin: What is less sure is left out, 0…1.
  public init(_ engine: DetectionEngine, classes: Set<DetectionCategory>, confidenceMin: Double = 0) {
    self.engine = engine
    self.classes = classes.union([.limit])
    self.confidenceMin = confidenceMin
  }

  /// What is in `source`, in order of place. A JSON file is scanned as a document, everything else as text.
  public func findings(in source: SourceText) -> [SourceFinding] {
    var found: [Finding]
    if source.path.hasSuffix(".json"), let document = try? JSONDocument(parsing: source.bytes) {
      found = engine.scan(document, scratch: scratch)
    } else {
      found = engine.scan(text: source.bytes, scratch: scratch)
    }
    found.removeAll { !classes.contains($0.category) || $0.confidence < confidenceMin }
    if found.isEmpty { return [] }
    found.sort { $0.range.lowerBound < $1.range.lowerBound }
    let lines = LineStarts(source.bytes)
    return found.map { finding in
      let line = lines.line(of: finding.range.lowerBound)
      return SourceFinding(
        path: source.path, commit: source.commit, line: source.firstLine + line,
        column: finding.range.lowerBound - lines.starts[line] + 1, length: finding.range.count, rule: finding.rule,
        type: finding.type, category: finding.category, severity: finding.severity, confidence: finding.confidence,
        layers: finding.layers, fingerprint: Self.fingerprint(finding, source),
        allowed: Self.allowance(finding.rule, line: line, lines, source.bytes)?.reason)
    }
  }

  private static func fingerprint(_ finding: Finding, _ source: SourceText) -> String {
    let range = finding.range.clamped(to: 0..<source.bytes.count)
    let text = Array("\(finding.rule)\u{0}\(source.path)\u{0}".utf8) + source.bytes[range]
    return String(Digest256(of: text).hex.prefix(32))
  }

  private static func allowance(_ rule: String, line: Int, _ lines: LineStarts, _ bytes: [UInt8]) -> InlineAllowance? {
    for number in [line, line - 1] where number >= 0 {
      if let allowance = InlineAllowance(line: lines.text(number, of: bytes)), allowance.covers(rule) { return allowance }
    }
    return nil
  }
}

/// Where the lines of a text begin.
struct LineStarts {
  let starts: [Int]

  init(_ bytes: [UInt8]) {
    starts = [0] + bytes.indices.filter { bytes[$0] == 0x0a }.map { $0 + 1 }
  }

  /// The line that holds the byte at `offset`, counted from 0.
  func line(of offset: Int) -> Int { max(0, starts.partitioningIndex { $0 > offset } - 1) }

  func text(_ line: Int, of bytes: [UInt8]) -> ArraySlice<UInt8> {
    let end = line + 1 < starts.count ? starts[line + 1] - 1 : bytes.count
    return bytes[min(starts[line], end)..<end]
  }
}
