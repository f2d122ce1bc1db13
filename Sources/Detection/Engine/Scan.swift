import Basics

/// One scan: a text, the views derived from it, and what was found so far.
struct Scan {
  let engine: DetectionEngine
  /// The document whose tape the nodes are on; nil for plain text.
  let document: JSONDocument?
  /// What the scan began with; all ranges of findings are led back to it.
  let root: ScanText
  var hits: [Hit] = []
  var views: [ScanText] = []
  var viewsMade = 0
  var viewBytesLeft: Int
  /// Why the text was not looked at whole.
  var shortfall: Shortfall?

  /// Something found, by its place in the root text.
  struct Hit {
    var rule: Int
    var node: Int
    var range: Range<Int>
    var layers: [ViewKind]
  }

  enum Shortfall: String {
    case textTooLong = "scan_text_too_long"
    case candidates = "scan_candidates_exceeded"
    case findings = "scan_findings_exceeded"
    case views = "scan_views_exceeded"
    case engine = "scan_engine_failed"
  }

  init(engine: DetectionEngine, document: JSONDocument?, text: ScanText) {
    self.engine = engine
    self.document = document
    root = text
    viewBytesLeft = DetectionLimits.viewBytesBase + text.range.count * DetectionLimits.viewBytesFactor
  }

  mutating func run(_ scratch: ScanScratch) -> [Finding] {
    pass(over: root, scratch)
    var next = 0
    while next < views.count {
      let view = views[next]
      next += 1
      pass(over: view, scratch)
    }
    if hits.isEmpty, shortfall == nil { return [] }
    return findings()
  }

  /// Scans one text: candidates from the database, then what becomes of them.
  private mutating func pass(over text: ScanText, _ scratch: ScanScratch) {
    guard text.range.count <= DetectionLimits.textBytesMax else {
      shortfall = .textTooLong
      return
    }
    scratch.candidates.reset(patterns: engine.patterns.patterns.count)
    guard engine.database.scan(text.bytes, text.range, scratch: scratch.matcher, into: &scratch.candidates)
    else {
      shortfall = .engine
      return
    }
    if scratch.candidates.isFull { shortfall = .candidates }
    if !scratch.candidates.candidates.isEmpty { confirm(scratch.candidates.candidates, in: text) }
    if text.layers.last != .folded, !NonASCII.isAbsent(from: text.bytes, text.range) { fold(text) }
  }
}
