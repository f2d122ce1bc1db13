import Basics

/// The last line of a closed segment, which says what the segment holds. It is no entry: it has no place in the chain,
/// and a segment that was cut shows it by itself.
struct SegmentFooter: Sendable, Equatable {
  let first: UInt64
  let last: UInt64
  /// Bytes of the lines before the footer.
  let bytes: Int
  /// The hash of the last of them.
  let lastHash: AuditHash

  private static let opening = Array(#"{"footer":"#.utf8)
  private static let bytesMax = 512

  init(first: UInt64, last: UInt64, bytes: Int, lastHash: AuditHash) {
    self.first = first
    self.last = last
    self.bytes = bytes
    self.lastHash = lastHash
  }

  /// Reads a line (without its line end); nil if it is no footer.
  init?(of line: UnsafeRawBufferPointer) {
    guard line.count <= Self.bytesMax, unsafe line.prefix(Self.opening.count).elementsEqual(Self.opening),
      let value = try? JSONValue.parse(unsafe Array(line)), let footer = value["footer"],
      let first = footer["first"]?.intValue.flatMap({ UInt64(exactly: $0) }),
      let last = footer["last"]?.intValue.flatMap({ UInt64(exactly: $0) }),
      let bytes = footer["bytes"]?.intValue, let hex = footer["last_hash"]?.stringValue,
      let hash = AuditHash(hex: hex.utf8)
    else { return nil }
    self.init(first: first, last: last, bytes: bytes, lastHash: hash)
  }

  init?(of line: [UInt8]) {
    guard let footer = unsafe line.withUnsafeBytes({ unsafe SegmentFooter(of: $0) }) else { return nil }
    self = footer
  }

  /// Whether a line is a footer and no entry.
  static func isFooter(_ line: UnsafeRawBufferPointer) -> Bool {
    unsafe line.prefix(opening.count).elementsEqual(opening)
  }

  /// The line with its line end.
  var line: [UInt8] {
    Array(#"{"footer":{"first":\#(first),"last":\#(last),"bytes":\#(bytes),"last_hash":"\#(lastHash.hex)"}}"#.utf8) + [0x0a]
  }
}
