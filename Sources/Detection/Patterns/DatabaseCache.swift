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

  func database(for patterns: PatternSet) throws(PatternProblem) -> PatternDatabase {
    let path = "\(directory)/\(Self.digest(of: patterns).hex).vectorscan"
    if let found = Self.read(path) { return found }
    let database = try PatternDatabase.compiling(patterns.patterns)
    if let bytes = database.serialized() {
      // A cache that cannot be written costs the next start some time and nothing else.
      try? Data(Digest256(of: bytes).bytes + bytes).write(to: URL(filePath: path), options: .atomic)
    }
    return database
  }

  /// The database in the file: 32 bytes of SHA-256, then what they are the digest of.
  private static func read(_ path: String) -> PatternDatabase? {
    guard let data = try? Data(contentsOf: URL(filePath: path)), data.count > 32 else { return nil }
    let bytes = [UInt8](data.dropFirst(32))
    guard Digest256(of: bytes).bytes == [UInt8](data.prefix(32)) else { return nil }
    return PatternDatabase.restoring(bytes)
  }

  private static func digest(of patterns: PatternSet) -> Digest256 {
    // SAFETY: the library's version is a constant NUL-ended string.
    var text = unsafe String(cString: hs_version())
    for pattern in patterns.patterns { text += "\u{0}\(pattern.flags) \(pattern.expression)" }
    return Digest256(of: Array(text.utf8))
  }
}
