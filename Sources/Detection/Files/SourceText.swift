/// A text to look for secrets in: a file, a member of an archive, or the lines that a commit adds.
public struct SourceText: Sendable {
  /// The path as it is shown; of a member the archive's path, `!`, and the member's.
  public var path: String
  /// The commit that added the text, as Git names it.
  public var commit: String?
  /// The number of the first line.
  public var firstLine: Int
  public var bytes: [UInt8]

  public init(path: String, commit: String? = nil, firstLine: Int = 1, bytes: [UInt8]) {
    self.path = path
    self.commit = commit
    self.firstLine = firstLine
    self.bytes = bytes
  }

  /// Whether the bytes are no text: a NUL among the first 8 KB, as Git tells.
  public var isBinary: Bool { bytes.prefix(8_192).contains(0) }
}
