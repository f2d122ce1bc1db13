/// A prefix code given by the lengths of its code words. SOURCE: RFC 1951 §3.2.2.
struct HuffmanCode {
  static let lengthMax = 15

  /// Code words of each length, and the symbols in order of their code words.
  private let counts: [Int]
  private let symbols: [Int]

  /// The bits read so far of one code word.
  struct Reader {
    fileprivate(set) var length = 0
    fileprivate var code = 0
    fileprivate var first = 0
    fileprivate var index = 0
  }

  /// Nil if there are more words than the lengths allow.
  init?(_ lengths: [UInt8]) {
    var counts = [Int](repeating: 0, count: Self.lengthMax + 1)
    for length in lengths where length <= Self.lengthMax { counts[Int(length)] += 1 }
    counts[0] = 0
    var free = 1
    for count in counts.dropFirst() {
      free = free * 2 - count
      if free < 0 { return nil }
    }
    self.counts = counts
    symbols = lengths.indices.filter { lengths[$0] > 0 }.sorted { (lengths[$0], $0) < (lengths[$1], $1) }
  }

  /// Takes one more bit; the symbol if the word is whole.
  func symbol(adding bit: Int, to reader: inout Reader) -> Int? {
    reader.length += 1
    guard reader.length <= Self.lengthMax else { return nil }
    reader.code |= bit
    let count = counts[reader.length]
    if reader.code - count < reader.first {
      let place = reader.index + reader.code - reader.first
      return symbols.indices.contains(place) ? symbols[place] : nil
    }
    reader.index += count
    reader.first = (reader.first + count) << 1
    reader.code <<= 1
    return nil
  }

  private init(counts: [Int], symbols: [Int]) {
    self.counts = counts
    self.symbols = symbols
  }

  private static let none = HuffmanCode(counts: [Int](repeating: 0, count: lengthMax + 1), symbols: [])
  /// SOURCE: RFC 1951 §3.2.6.
  static let fixedLiterals =
    HuffmanCode((0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 }) ?? none
  static let fixedDistances = HuffmanCode([UInt8](repeating: 5, count: 30)) ?? none
}
