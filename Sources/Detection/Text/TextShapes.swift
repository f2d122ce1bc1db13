/// What a text holds that no literal announces, found in one pass without expressions.
struct TextShapes {
  private(set) var groups: [DigitGroup] = []
  /// Runs of base64 digits, ``TextShapes/runBytesMin`` or longer.
  private(set) var runs: [Range<Int>] = []
  private(set) var isASCII = true

  /// Shorter runs are names and words.
  static let runBytesMin = 20
  /// A group is noted from so many digits, or so many characters, on.
  static let groupDigitsMin: Int32 = 6
  static let groupCharactersMin: Int32 = 8

  /// Looks at `bytes[range]`.
  mutating func find(in bytes: [UInt8], _ range: Range<Int>) {
    groups.removeAll(keepingCapacity: true)
    runs.removeAll(keepingCapacity: true)
    isASCII = true
    guard range.lowerBound >= 0, range.upperBound <= bytes.count else { return }
    // SAFETY: the finders read within `range`, which was checked against the array.
    unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe findRuns(buffer, range)
      unsafe findGroups(buffer, range)
    }
  }

  /// Looks at every 20th byte: a run of 20 cannot lie between two of them.
  private mutating func findRuns(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
    var floor = range.lowerBound
    var at = floor &+ Self.runBytesMin &- 1
    while at < range.upperBound {
      guard EncodedRun.isDigit(unsafe bytes[at]) else {
        at &+= Self.runBytesMin
        continue
      }
      var start = at
      while start > floor, EncodedRun.isDigit(unsafe bytes[start &- 1]) { start &-= 1 }
      var end = at &+ 1
      while end < range.upperBound, EncodedRun.isDigit(unsafe bytes[end]) { end &+= 1 }
      if end &- start >= Self.runBytesMin { runs.append(start..<end) }
      floor = end
      at = end &+ Self.runBytesMin
    }
  }

  /// Eight bytes at a time to the next digit, then byte by byte through its group.
  private mutating func findGroups(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
    let raw = UnsafeRawBufferPointer(bytes)
    var at = range.lowerBound
    var floor = at
    var seen: UInt64 = 0
    while at < range.upperBound {
      if at &+ 8 <= range.upperBound {
        let word = unsafe UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: at, as: UInt64.self))
        seen |= word
        let digits = Self.digits(word)
        guard digits != 0 else {
          at &+= 8
          continue
        }
        at &+= digits.trailingZeroBitCount >> 3
      } else {
        seen |= UInt64(unsafe bytes[at])
        guard ASCII.isDigit(unsafe bytes[at]) else {
          at &+= 1
          continue
        }
      }
      let group = unsafe group(bytes, at, floor, range.upperBound)
      if group.digits >= Self.groupDigitsMin || group.characters >= Self.groupCharactersMin { groups.append(group) }
      at = Int(group.end)
      floor = at
    }
    isASCII = seen & 0x8080_8080_8080_8080 == 0
  }

  /// The high bit of each byte of `word` that is an ASCII digit.
  private static func digits(_ word: UInt64) -> UInt64 {
    let low = word & 0x7f7f_7f7f_7f7f_7f7f
    let atLeastZero = low &+ 0x5050_5050_5050_5050
    let aboveNine = low &+ 0x4646_4646_4646_4646
    return atLeastZero & ~aboveNine & ~word & 0x8080_8080_8080_8080
  }

  private func group(_ bytes: UnsafeBufferPointer<UInt8>, _ digit: Int, _ floor: Int, _ limit: Int) -> DigitGroup {
    var start = digit
    while start > floor, digit &- start < 16, ASCII.isLetter(unsafe bytes[start &- 1]) { start &-= 1 }
    var characters = digit &- start
    var end = digit
    var (row, longest) = (0, 0)
    while true {
      while end < limit {
        let byte = unsafe bytes[end]
        if ASCII.isDigit(byte) {
          row &+= 1
        } else if ASCII.isLetter(byte) {
          longest = max(longest, row)
          row = 0
        } else {
          break
        }
        characters &+= 1
        end &+= 1
      }
      var next = end
      while next < limit, next &- end < 3, Self.isSeparator(unsafe bytes[next]) { next &+= 1 }
      guard next > end, next < limit else { break }
      if ASCII.isDigit(unsafe bytes[next]) {
        end = next
      } else if next == end &+ 1, unsafe bytes[end] == 0x2d, ASCII.isLetter(unsafe bytes[next]) {
        longest = max(longest, row)
        row = 0
        end = next
      } else {
        break
      }
    }
    return DigitGroup(
      start: Int32(truncatingIfNeeded: start), end: Int32(truncatingIfNeeded: end),
      digits: Int32(truncatingIfNeeded: max(longest, row)), characters: Int32(truncatingIfNeeded: characters))
  }

  /// ` .()/+-`
  private static func isSeparator(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20, 0x28, 0x29, 0x2b, 0x2d, 0x2e, 0x2f: true
    default: false
    }
  }
}
