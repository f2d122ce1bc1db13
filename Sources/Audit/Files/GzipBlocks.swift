/// Where the blocks of a compressed segment stand, found from their headers.
///
/// Every block but the last holds the same number of bytes, so the block of an offset is known at once. A block that cannot
/// be unpacked reads as zeros, and one whose header is damaged too: so a reader of lines finds damage at its place, and
/// what follows is read as it is.
struct GzipBlocks {
  /// Where each begins in the file, and where the last ends.
  private var starts: [Int] = []
  /// Bytes of the segment.
  private(set) var length = 0
  private var last: (number: Int, content: [UInt8])?

  /// - Parameters:
  ///   - fileLength: Of the compressed file, in bytes.
  ///   - read: Reads bytes of it.
  init(fileLength: Int, read: (Range<Int>) throws(AuditError) -> [UInt8]) throws(AuditError) {
    var place = 0
    while place < fileLength {
      let header = try read(place..<min(fileLength, place + GzipBlock.headerBytes))
      let end = GzipBlock.length(header).map { place + $0 }
      starts.append(place)
      if let end, end <= fileLength { place = end } else { place = try Self.next(after: place, fileLength, read) }
    }
    starts.append(fileLength)
    // The empty block marks the end, and a whole file ends with it.
    let count = starts.count - 1
    guard count > 0 else { return }
    var end = count - 1
    var content = try GzipBlock.unpacked(read(starts[end]..<starts[end + 1]))
    if content == [], end > 0 {
      end -= 1
      content = try GzipBlock.unpacked(read(starts[end]..<starts[end + 1]))
    }
    length = end * GzipBlock.contentBytes + (content?.count ?? GzipBlock.contentBytes)
  }

  /// The beginning of the next block after a header that is none.
  private static func next(
    after place: Int, _ fileLength: Int, _ read: (Range<Int>) throws(AuditError) -> [UInt8]
  ) throws(AuditError) -> Int {
    let window = try read((place + 1)..<min(fileLength, place + GzipBlock.bytesMax + GzipBlock.headerBytes))
    for start in window.indices where window[start] == 0x1f && GzipBlock.length(window[start...]) != nil {
      return place + 1 + start
    }
    return fileLength
  }

  /// Fills the front of `buffer` from an offset of the segment, and returns how much.
  mutating func read(
    at offset: Int, into buffer: UnsafeMutableRawBufferPointer,
    read: (Range<Int>) throws(AuditError) -> [UInt8]
  ) throws(AuditError) -> Int {
    var filled = 0
    while filled < buffer.count, case let place = offset + filled, place < length {
      let number = place / GzipBlock.contentBytes
      if last?.number != number {
        let size = min(GzipBlock.contentBytes, length - number * GzipBlock.contentBytes)
        let content = try GzipBlock.unpacked(read(starts[number]..<starts[number + 1]))
        last = (number, content?.count == size ? content ?? [] : [UInt8](repeating: 0, count: size))
      }
      guard let content = last?.content else { break }
      let part = content[(place % GzipBlock.contentBytes)...].prefix(buffer.count - filled)
      // SAFETY: the part is no longer than what is left of the buffer.
      unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]).copyBytes(from: part)
      filled += part.count
    }
    return filled
  }
}
