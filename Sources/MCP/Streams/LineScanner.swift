/// Finds line ends (LF, CR, CRLF) in a growing buffer; each byte is searched a bounded number of times, however
/// the bytes are split.
struct LineScanner {
  /// Where the current line begins.
  private(set) var lineStart = 0
  /// From `lineStart` to here there is no line end.
  private var searched = 0
  /// From `lineStart` to here there is no LF: a stream of CR lines is not searched for LF once a line.
  private var searchedForLF = 0
  /// The last line ended with a CR that was the last byte there was: an LF to come belongs to it.
  private var isLFOwed = false

  /// The content of the next whole line without its end, or nil if the buffer ends before the line does.
  mutating func next(in buffer: [UInt8]) -> Range<Int>? {
    skipOwedLF(in: buffer)
    guard let end = lineEnd(in: buffer) else {
      searched = buffer.count
      return nil
    }
    let content = lineStart..<end
    lineStart = end + 1
    isLFOwed = buffer[end] == UInt8(ascii: "\r")
    skipOwedLF(in: buffer)
    searched = lineStart
    return content
  }

  private mutating func skipOwedLF(in buffer: [UInt8]) {
    guard isLFOwed, lineStart < buffer.count else { return }
    isLFOwed = false
    guard buffer[lineStart] == UInt8(ascii: "\n") else { return }
    lineStart += 1
    searched = max(searched, lineStart)
  }

  private mutating func lineEnd(in buffer: [UInt8]) -> Int? {
    let from = max(searched, searchedForLF)
    let lineFeed = buffer.firstIndex(of: UInt8(ascii: "\n"), in: from..<max(from, buffer.count))
    searchedForLF = lineFeed ?? buffer.count
    return buffer.firstIndex(of: UInt8(ascii: "\r"), in: searched..<max(searched, searchedForLF)) ?? lineFeed
  }

  /// The buffer's first `count` bytes, all before ``lineStart``, were removed.
  mutating func dropFirst(_ count: Int) {
    lineStart -= count
    searched = max(searched - count, 0)
    searchedForLF = max(searchedForLF - count, 0)
  }
}
