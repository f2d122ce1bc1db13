import Basics
import CVectorscan
import FoundationEssentials

/// Compiled databases kept in a directory, each under the digest of what it was compiled from.
///
/// A file that is damaged, or from another library version or processor, is compiled anew and replaced.
/// The directory must be writable by the gateway only: a database is code to the matching library.
public struct DatabaseCache: Sendable {
  /// Must exist.
  public var directory: String

  public init(directory: String) {
    self.directory = directory
  }

  /// What was stored for these rules.
  struct Entry {
    var widths: [UInt32]
    var database: PatternDatabase
  }

  /// The file: 32 bytes of SHA-256 over the rest; the number of widths and the widths, each in 4 bytes, least
  /// significant first; the serialised database.
  func entry(for rules: [DetectionRule]) -> Entry? {
    guard let data = try? Data(contentsOf: URL(filePath: path(for: rules))), data.count > 36 else {
      return nil
    }
    let bytes = [UInt8](data)
    let content = bytes[32...]
    guard Digest256(of: Array(content)).bytes.elementsEqual(bytes[..<32]) else { return nil }
    let count = Int(Self.number(content, 32))
    let start = 36 + count * 4
    guard start < bytes.count, let database = PatternDatabase.restoring(Array(bytes[start...])) else {
      return nil
    }
    return Entry(widths: (0..<count).map { Self.number(content, 36 + $0 * 4) }, database: database)
  }

  /// A cache that cannot be written costs the next start some time and nothing else.
  func store(_ database: PatternDatabase, _ widths: [UInt32], for rules: [DetectionRule]) {
    guard let serialized = database.serialized() else { return }
    var content: [UInt8] = []
    for number in [UInt32(truncatingIfNeeded: widths.count)] + widths {
      for shift in stride(from: UInt32(0), to: 32, by: 8) {
        content.append(UInt8(truncatingIfNeeded: number >> shift))
      }
    }
    content += serialized
    try? Data(Digest256(of: content).bytes + content).write(
      to: URL(filePath: path(for: rules)), options: .atomic)
  }

  private static func number(_ bytes: ArraySlice<UInt8>, _ at: Int) -> UInt32 {
    guard at >= bytes.startIndex, at + 4 <= bytes.endIndex else { return 0 }
    return (0..<4).reduce(0) { $0 | UInt32(bytes[at + $1]) << UInt32($1 * 8) }
  }

  /// Named by everything that the database and the widths depend on, and by the examples that were tried.
  private func path(for rules: [DetectionRule]) -> String {
    // SAFETY: the library's version is a constant NUL-ended string.
    var text = unsafe String(cString: hs_version()) + " \(Self.layout)"
    for rule in rules {
      let parts = [
        [rule.id], rule.patterns, rule.anchors, rule.keys, rule.named, [rule.value ?? ""],
        rule.isContextRequired ? rule.context : [], rule.unless, rule.validators.map(\.rawValue), rule.published,
        ["\(rule.entropyMin ?? 0)"], rule.positives, rule.negatives,
      ]
      for part in parts { text += part.joined(separator: "\u{0}") + "\u{1}" }
    }
    return "\(directory)/\(Digest256(of: Array(text.utf8)).hex).vectorscan"
  }

  /// Counted up when the engine makes other expressions of the same rules.
  private static let layout = 4
}
