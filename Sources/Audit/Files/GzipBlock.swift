import CZlib

/// One block of a compressed segment: a gzip member that says how long it is, so that blocks are found without being
/// unpacked. Members follow each other, so `zcat` reads the whole.
///
/// - Source: SAM specification, section 4.1 (BGZF); RFC 1952.
enum GzipBlock {
  /// Bytes of a segment in one block; the last has fewer. What does not shrink still fits into 64 KiB.
  static let contentBytes = 65_280
  static let bytesMax = 65_536
  static let headerBytes = 18
  private static let trailerBytes = 8
  /// gzip, deflate, an extra field; no time, unknown system; six bytes of it: BC, two bytes.
  private static let front: [UInt8] = [0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, 6, 0, 0x42, 0x43, 2, 0]
  /// Deflate without a header of its own, with the largest window.
  private static let windowBits: Int32 = -15
  private static let memoryLevel: Int32 = 8

  /// The length of the block whose first bytes these are; nil if they begin none.
  static func length(_ header: some RandomAccessCollection<UInt8>) -> Int? {
    guard header.count >= headerBytes, header.prefix(front.count).elementsEqual(front) else { return nil }
    let size = header.dropFirst(front.count).prefix(2)
    let length = size.reversed().reduce(0) { $0 << 8 | Int($1) } + 1
    return length > headerBytes + trailerBytes ? length : nil
  }

  /// Packs at most ``contentBytes``.
  ///
  /// - Throws: ``AuditError`` `audit_file_failed` if there is no memory for it.
  static func packed(_ content: [UInt8], level: Int32) throws(AuditError) -> [UInt8] {
    var data = [UInt8](repeating: 0, count: bytesMax - headerBytes - trailerBytes)
    var stream = unsafe z_stream()
    guard
      unsafe deflateInit2_(
        &stream, level, Z_DEFLATED, windowBits, memoryLevel, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
        Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { throw .notPacked() }
    defer { unsafe deflateEnd(&stream) }
    var content = content
    let (room, count) = (data.count, content.count)
    let isWhole = unsafe content.withUnsafeMutableBufferPointer { input in
      unsafe data.withUnsafeMutableBufferPointer { output in
        // SAFETY: the stream reads and writes within the two arrays, for as long as this closure runs.
        unsafe stream.next_in = input.baseAddress
        unsafe stream.avail_in = UInt32(clamping: count)
        unsafe stream.next_out = output.baseAddress
        unsafe stream.avail_out = UInt32(clamping: room)
        return unsafe deflate(&stream, Z_FINISH) == Z_STREAM_END
      }
    }
    // What does not shrink is stored, which adds a few bytes only.
    guard isWhole else {
      guard level != 0 else { throw .notPacked() }
      return try packed(content, level: 0)
    }
    data.removeLast(unsafe Int(stream.avail_out))
    let size = headerBytes + data.count + trailerBytes - 1
    let check = unsafe content.withUnsafeBufferPointer {
      unsafe UInt32(truncatingIfNeeded: crc32(0, $0.baseAddress, UInt32(clamping: count)))
    }
    return front + [UInt8(size & 0xff), UInt8(size >> 8)] + data + bytes(check) + bytes(UInt32(clamping: count))
  }

  /// Unpacks a block; nil if it is damaged so that it cannot be. A false checksum alone is none of our concern: the
  /// chain tells what a line should be.
  static func unpacked(_ block: [UInt8]) -> [UInt8]? {
    guard length(block) == block.count else { return nil }
    let size = block.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    guard (0...contentBytes).contains(size) else { return nil }
    var content = [UInt8](repeating: 0, count: size + 1)
    var data = Array(block[headerBytes..<(block.count - trailerBytes)])
    var stream = unsafe z_stream()
    guard unsafe inflateInit2_(&stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      return nil
    }
    defer { unsafe inflateEnd(&stream) }
    let (room, count) = (content.count, data.count)
    let isWhole = unsafe data.withUnsafeMutableBufferPointer { input in
      unsafe content.withUnsafeMutableBufferPointer { output in
        // SAFETY: as above.
        unsafe stream.next_in = input.baseAddress
        unsafe stream.avail_in = UInt32(clamping: count)
        unsafe stream.next_out = output.baseAddress
        unsafe stream.avail_out = UInt32(clamping: room)
        return unsafe inflate(&stream, Z_FINISH) == Z_STREAM_END
      }
    }
    guard isWhole, unsafe stream.avail_out == 1 else { return nil }
    content.removeLast()
    return content
  }

  private static func bytes(_ number: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> UInt32(8 * $0)) }
  }
}

extension AuditError {
  @inline(never) static func notPacked() -> Self {
    Self(.fileFailed, "A segment cannot be compressed: there is no memory for it.")
  }
}
