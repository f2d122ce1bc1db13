/// What one policy bundle may cost.
public struct PolicyLimits: Sendable {
  /// Files that are loaded.
  public var filesMax: Int
  /// Entries of directories that are looked at, whatever they are.
  public var entriesMax: Int
  /// One file, in bytes.
  public var fileBytesMax: Int
  /// All files together, in bytes.
  public var totalBytesMax: Int
  /// Directories below one another.
  public var depthMax: Int

  public init(
    filesMax: Int = 2_000, entriesMax: Int = 20_000, fileBytesMax: Int = 4_194_304,
    totalBytesMax: Int = 67_108_864, depthMax: Int = 16
  ) {
    self.filesMax = filesMax
    self.entriesMax = entriesMax
    self.fileBytesMax = fileBytesMax
    self.totalBytesMax = totalBytesMax
    self.depthMax = depthMax
  }

  public static let standard = PolicyLimits()
}
