/// Limits of the HTTP/1.1 codec.
enum HTTPLimits {
  /// Largest header section that may be configured, in bytes: offsets are 16 bits wide.
  static let headBytesMaxEver = 65_000
  /// Header fields in one message.
  static let fieldsMax = 100
  /// Length of a chunk-size line with its extensions, in bytes.
  static let chunkLineBytesMax = 256
  /// Trailer section of a chunked body, in bytes; it is read and dropped.
  static let trailerBytesMax = 8_192
}
