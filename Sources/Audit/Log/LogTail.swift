/// The end of a segment: its last entry, its footer if it has one, and what follows.
struct LogTail: Sendable {
  let path: String
  /// The last entry's line; nil if there is none.
  let line: [UInt8]?
  let footer: SegmentFooter?
  /// Bytes up to and with the last line end.
  let length: Int
  /// What follows the last line end.
  let torn: [UInt8]

  private static let blockBytes = 64 << 10
  /// The line ends that are looked for: of the line before the last entry, of the last entry, and of a footer.
  private static let lineEnds = 3
  /// They must lie in this much of the end: the last line, and as much again that was torn.
  private static let windowBytesMax = 2 * AuditLimits.lineBytesMax

  /// - Throws: ``AuditError`` `audit_log_damaged` if the end has no lines, `audit_file_failed`.
  init(_ path: String) throws(AuditError) {
    let file = try ReadableFile(path)
    var window: [UInt8] = []
    var start = file.length
    while start > 0, window.count < Self.windowBytesMax, Self.lineEnds(window) < Self.lineEnds {
      let from = max(0, start - max(Self.blockBytes, window.count))
      window = try file.read(from..<start) + window
      start = from
    }
    self.path = path
    guard let last = window.lastIndex(of: 0x0a) else {
      guard start == 0 else { throw .damagedTail(path) }
      (line, footer, length, torn) = (nil, nil, 0, window)
      return
    }
    length = start + last + 1
    torn = Array(window[(last + 1)...])
    let isWhole = start == 0
    guard let end = Self.line(endingAt: last, in: window, isWhole: isWhole) else { throw .damagedTail(path) }
    footer = SegmentFooter(of: Array(window[end]))
    guard footer != nil else {
      line = Array(window[end])
      return
    }
    guard end.lowerBound > 0, let before = Self.line(endingAt: end.lowerBound - 1, in: window, isWhole: isWhole) else {
      throw .damagedTail(path)
    }
    line = Array(window[before])
  }

  /// The line whose line end is at `end`; nil if it begins before the window.
  private static func line(endingAt end: Int, in window: [UInt8], isWhole: Bool) -> Range<Int>? {
    guard let before = window[..<end].lastIndex(of: 0x0a) else { return isWhole ? 0..<end : nil }
    return (before + 1)..<end
  }

  private static func lineEnds(_ bytes: [UInt8]) -> Int {
    bytes.reduce(0) { $0 + ($1 == 0x0a ? 1 : 0) }
  }
}

extension AuditError {
  static func damagedTail(_ path: String) -> Self {
    Self(
      .damaged, "The end of \(path) is not an audit line.",
      remediation: "Run agw audit verify; keep the files as evidence, and move them away to begin a new log.")
  }
}
