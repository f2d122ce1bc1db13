import CZlib

/// Unpacks gzip into memory, up to a limit. Source: RFC 1952.
public enum Gzip {
  private static let chunkBytes = 65_536
  /// zlib's word for "gzip, with the largest window".
  private static let gzipWindow: Int32 = 31

  /// Everything in `bytes`, which may be several members one after the other.
  ///
  /// - Throws: `archive_malformed`, `archive_truncated`, or `archive_too_large` once more than `bytesMax` bytes
  ///   come out; what came out until then is all the memory that was used.
  public static func unpack(_ bytes: [UInt8], bytesMax: Int) throws(ArchiveError) -> [UInt8] {
    var stream = unsafe z_stream()
    let size = unsafe Int32(MemoryLayout<z_stream>.size)
    // SAFETY: zlib keeps a pointer to `stream` until `inflateEnd`; the variable does not move meanwhile.
    guard unsafe inflateInit2_(&stream, gzipWindow, ZLIB_VERSION, size) == Z_OK else {
      throw ArchiveError(.malformed, "There is no memory to unpack the archive.")
    }
    defer { unsafe inflateEnd(&stream) }
    var output: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: chunkBytes)
    var position = 0
    while true {
      let (status, read, made) = unsafe step(&stream, bytes[position...], &chunk)
      position += read
      guard output.count + made <= bytesMax else {
        throw ArchiveError(.tooLarge, "The archive unpacks to more than \(bytesMax) bytes.")
      }
      output += chunk[..<made]
      switch status {
      case Z_OK: continue
      case Z_STREAM_END where position == bytes.count: return output
      case Z_STREAM_END:
        guard unsafe inflateReset(&stream) == Z_OK else { throw malformed }
      case Z_BUF_ERROR: throw ArchiveError(.truncated, "The archive ends too early; it was not sent whole.")
      default: throw malformed
      }
    }
  }

  private static var malformed: ArchiveError { ArchiveError(.malformed, "The bytes are not gzip.") }

  /// One call of zlib: its answer, the bytes it read and the bytes it made.
  private static func step(
    _ stream: inout z_stream, _ input: ArraySlice<UInt8>, _ chunk: inout [UInt8]
  ) -> (status: Int32, read: Int, made: Int) {
    let room = chunk.count
    // SAFETY: the pointers are used within the closures, with the lengths of the memory behind them; zlib does not
    // write through `next_in`, whose type lacks the `const`.
    return unsafe input.withUnsafeBufferPointer { source in
      unsafe chunk.withUnsafeMutableBufferPointer { target in
        let length = UInt32(clamping: source.count)
        unsafe stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
        unsafe stream.avail_in = length
        unsafe stream.next_out = target.baseAddress
        unsafe stream.avail_out = UInt32(clamping: room)
        let status = unsafe inflate(&stream, Z_NO_FLUSH)
        let (unread, unused) = unsafe (Int(stream.avail_in), Int(stream.avail_out))
        return (status, Int(length) - unread, room - unused)
      }
    }
  }
}
