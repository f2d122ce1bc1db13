/// The names of a log's files, all beside the one that is configured.
///
/// For `audit.jsonl`: closed segments `audit-<first sequence, 20 digits>.jsonl`, `audit.head`, `audit.lock`,
/// and `audit.jsonl.torn` for what was cut off at opening.
public struct LogPaths: Sendable, Equatable {
  /// The segment that is written.
  public let active: String
  public let directory: String
  private let stem: String
  private let suffix: String

  /// The number of digits in the name of a closed segment: those of the largest sequence number.
  static let sequenceDigits = 20

  public init(_ path: String) {
    active = path
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let name = slash.map { path[path.utf8.index(after: $0)...] } ?? path[...]
    directory = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    if let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")), dot > name.startIndex {
      stem = String(name[..<dot])
      suffix = String(name[dot...])
    } else {
      stem = String(name)
      suffix = ""
    }
  }

  public var head: String { inDirectory(stem + ".head") }
  public var lock: String { inDirectory(stem + ".lock") }
  /// Signed checkpoints, oldest first.
  public var checkpoints: String { inDirectory(stem + ".checkpoints") }
  /// Checkpoints that witnesses signed, with their signatures.
  public var cosignatures: String { inDirectory(stem + ".cosignatures") }
  /// The keys that sign, for the gateway's user alone.
  public var signingKeys: String { inDirectory(stem + ".key") }
  /// The keys that verify, one a line.
  public var publicKeys: String { inDirectory(stem + ".pub") }
  /// The search index, made from the log.
  public var index: String { inDirectory(stem + ".index") }
  /// The directory of the places up to which sinks have delivered.
  public var sinks: String { inDirectory(stem + ".sinks") }
  /// The directory of the tree's tiles.
  var tiles: String { inDirectory(stem + ".tiles") }
  public var torn: String { active + ".torn" }

  /// The name of the closed segment that begins with `sequence`.
  func closed(beginningWith sequence: UInt64) -> String {
    let digits = String(sequence)
    let zeros = String(repeating: "0", count: max(0, Self.sequenceDigits - digits.utf8.count))
    return inDirectory("\(stem)-\(zeros)\(digits)\(suffix)")
  }

  /// The first sequence that the name of a closed segment tells, compressed or not; nil for any other file.
  func firstSequence(ofFileNamed name: String) -> UInt64? {
    let packed = SegmentCompression.suffix
    let name = name.hasSuffix(packed) ? name.dropLast(packed.utf8.count) : name[...]
    guard name.hasPrefix(stem + "-"), name.hasSuffix(suffix) else { return nil }
    let digits = name.utf8.dropFirst(stem.utf8.count + 1).dropLast(suffix.utf8.count)
    guard digits.count == Self.sequenceDigits, digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    return UInt64(Substring(digits))
  }

  private func inDirectory(_ name: String) -> String {
    directory == "/" ? "/" + name : "\(directory)/\(name)"
  }
}
