/// What one archive may cost.
public struct ArchiveLimits: Sendable, Equatable {
  /// The archive unpacked, in bytes: what a gzip bomb runs into.
  public var unpackedBytesMax: Int
  /// One file in it, in bytes.
  public var fileBytesMax: Int
  /// Entries of any kind.
  public var entriesMax: Int
  /// A path, in bytes.
  public var pathBytesMax: Int

  public init(
    unpackedBytesMax: Int = 256 << 20, fileBytesMax: Int = 128 << 20, entriesMax: Int = 20_000,
    pathBytesMax: Int = 1_024
  ) {
    self.unpackedBytesMax = unpackedBytesMax
    self.fileBytesMax = fileBytesMax
    self.entriesMax = entriesMax
    self.pathBytesMax = pathBytesMax
  }

  public static let standard = ArchiveLimits()
}
