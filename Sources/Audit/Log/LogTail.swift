/// The end of a segment: its last whole line, and what follows it.
struct LogTail: Sendable {
  let path: String
  /// Nil if there is no whole line.
  let line: [UInt8]?
  /// Bytes up to and with the last line end.
  let length: Int
  /// What follows the last line end.
  let torn: [UInt8]

  private static let blockBytes = 64 << 10
  /// Two line ends must lie in this much of the end: the last line, and as much again that was torn.
  private static let windowBytesMax = 2 * AuditLimits.lineBytesMax

  /// - Throws: ``AuditError`` `audit_log_damaged` if the end has no lines, `audit_file_failed`.
  init(_ path: String) throws(AuditError) {
    let file = try ReadableFile(path)
    var window: [UInt8] = []
    var start = file.length
    while start > 0, window.count < Self.windowBytesMax, Self.lineEnds(window) < 2 {
      let from = max(0, start - max(Self.blockBytes, window.count))
      window = try file.read(from..<start) + window
      start = from
    }
    self.path = path
    guard let last = window.lastIndex(of: 0x0a) else {
      guard start == 0 else { throw .damagedTail(path) }
      (line, length, torn) = (nil, 0, window)
      return
    }
    let before = window[..<last].lastIndex(of: 0x0a)
    guard before != nil || start == 0 else { throw .damagedTail(path) }
    line = Array(window[(before.map { $0 + 1 } ?? 0)..<last])
    length = start + last + 1
    torn = Array(window[(last + 1)...])
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
