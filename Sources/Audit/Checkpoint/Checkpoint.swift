import Basics

/// What a log says of itself at one size. Source: C2SP tlog-checkpoint.
///
/// Text: the origin, the number of entries and the root of the tree over them, each on a line of its own.
public struct Checkpoint: Sendable, Equatable {
  /// The name of the log.
  public let origin: String
  /// Entries covered: those with the sequences 1 to `size`.
  public let size: UInt64
  let root: AuditHash

  init(origin: String, size: UInt64, root: AuditHash) {
    self.origin = origin
    self.size = size
    self.root = root
  }

  /// The root in standard base 64.
  public var rootText: String { Base64.encode(root.bytes) }

  var text: String { "\(origin)\n\(size)\n\(rootText)\n" }

  /// Reads a checkpoint; further lines are extensions, which must not be empty. Nil if it is none.
  init?(text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count >= 4, lines.last?.isEmpty == true, lines.dropLast().allSatisfy({ !$0.isEmpty }),
      let size = UInt64(lines[1]), String(size) == lines[1], size <= UInt64(Int64.max),
      let root = Base64.decode(lines[2].utf8).flatMap({ AuditHash(bytes: $0) })
    else { return nil }
    self.init(origin: String(lines[0]), size: size, root: root)
  }
}
