/// One value, or one object key, on the tape of a ``JSONDocument``: 16 bytes, no references.
///
/// The tape is in preorder. The children of an array follow it; the children of an object alternate key,
/// value. `next` jumps over a subtree.
public struct JSONNode: Sendable, Equatable {
  public let kind: JSONKind
  private let flags: UInt8
  /// First byte in ``JSONDocument/bytes``; for strings, the byte after the opening quote.
  public let start: UInt32
  /// The byte after the last; for strings, the closing quote.
  public internal(set) var end: UInt32
  /// Index of the node after this subtree.
  public internal(set) var next: UInt32

  init(kind: JSONKind, isKey: Bool = false, hasEscape: Bool = false, start: UInt32, end: UInt32, next: UInt32) {
    self.kind = kind
    self.flags = (isKey ? 1 : 0) | (hasEscape ? 2 : 0)
    self.start = start
    self.end = end
    self.next = next
  }

  /// A string that is the key of an object member.
  public var isKey: Bool { flags & 1 != 0 }

  /// A string that holds at least one backslash: its text differs from its bytes.
  public var hasEscape: Bool { flags & 2 != 0 }

  /// Byte offsets into ``JSONDocument/bytes``; strings without their quotes.
  public var range: Range<Int> { Int(start)..<Int(end) }
}
