import Basics

/// One scan: a text, the views derived from it, and what was found so far.
struct Scan {
  let engine: DetectionEngine
  let scratch: ScanScratch
  /// The document whose tape the nodes are on; nil for plain text.
  let document: JSONDocument?
  /// What the scan began with; all ranges of findings are led back to it.
  let root: ScanText
  /// The part of the tape that is scanned.
  let subtree: Range<Int>
  var hits: [Hit] = []
  /// Every view made so far; a segment names its own.
  var views: [View] = []
  var queue = ViewQueue()
  var viewBytesLeft: Int
  /// The one rule that is tried; nil for all.
  var only: Int?
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

  init(
    engine: DetectionEngine, document: JSONDocument?, subtree: Range<Int> = 0..<0, text: ScanText, scratch: ScanScratch
  ) {
    self.engine = engine
    self.subtree = subtree
    self.scratch = scratch
    self.document = document
    root = text
    viewBytesLeft = DetectionLimits.viewBytesBase + text.range.count * DetectionLimits.viewBytesFactor
  }

  mutating func run() -> [Finding] {
    pass(over: root)
    if let document { joinSiblings(document) }
    // Each round takes one more layer off, and the depth of layers is bounded.
    while !queue.isEmpty { pass(over: queue.take()) }
    if hits.isEmpty, shortfall == nil { return [] }
    return findings()
  }

  /// Scans one text: candidates from the database and from its shapes, then what becomes of them.
  private mutating func pass(over text: ScanText) {
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
    scratch.shapes.find(in: text.bytes, text.range)
    if !scratch.candidates.patterns.isEmpty { confirmCandidates(in: text) }
    if !scratch.shapes.groups.isEmpty { confirmGroups(in: text) }
    if !scratch.shapes.runs.isEmpty { confirmRuns(in: text) }
    if !scratch.shapes.isASCII { fold(text) }
    unwrap(text)
  }
}
