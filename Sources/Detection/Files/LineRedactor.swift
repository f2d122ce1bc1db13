import Basics

/// Edits what was found out of log lines: a JSON line stays JSON, any other line stays text.
public struct LineRedactor {
  /// One line after redaction, without its end.
  public struct Line {
    public var bytes: [UInt8]
    /// Things that were edited out, by type.
    public var types: [String]
    /// Whether nothing of what was to go is left. If not, `bytes` say that the line was withheld.
    public var isClean: Bool
  }

  private let engine: DetectionEngine
  private let classes: Set<DetectionCategory>
  private let scratch = ScanScratch()

  /// - Parameter classes: What is edited out.
  public init(_ engine: DetectionEngine, classes: Set<DetectionCategory>) {
    self.engine = engine
    self.classes = classes.union([.limit])
  }

  /// What a line becomes that could not be read whole: it may hold anything.
  public static let withheld = Array(#"{"precinct":"line withheld: it could not be scanned whole"}"#.utf8)

  public func redacted(_ line: [UInt8]) -> Line {
    let first = line.first { !ASCII.isSpace($0) }
    if first == 0x7b || first == 0x5b, let document = try? JSONDocument(parsing: line) {
      let edited = engine.redacting(document, scratch: scratch) { classes.contains($0.category) }
      return made(edited.bytes, edited.findings, isClean: edited.isClean)
    }
    var text = line
    var earliest: [Finding]?
    for _ in 0..<DetectionLimits.redactionRoundsMax {
      let found = engine.scan(text: text, scratch: scratch).filter { classes.contains($0.category) }
      if earliest == nil { earliest = found }
      if found.isEmpty { return made(text, earliest ?? [], isClean: true) }
      if found.contains(where: { $0.category == .limit }) { break }
      text = engine.redacted(text: text, found)
    }
    return made(text, earliest ?? [], isClean: false)
  }

  private func made(_ bytes: [UInt8], _ findings: [Finding], isClean: Bool) -> Line {
    let types = findings.filter { classes.contains($0.category) }.map(\.type)
    return Line(bytes: isClean ? bytes : Self.withheld, types: types, isClean: isClean)
  }
}
