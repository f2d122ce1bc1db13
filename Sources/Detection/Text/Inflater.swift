/// Undoes deflate compression, up to a bound. SOURCE: RFC 1951.
struct Inflater {
  enum Outcome {
    case whole([UInt8])
    case tooLong
    case damaged
  }

  private let bytes: [UInt8]
  private let bytesMax: Int
  private var at: Int
  private var bits: UInt32 = 0
  private var bitCount: UInt32 = 0
  private var output: [UInt8] = []

  init(_ bytes: [UInt8], at start: Int, bytesMax: Int) {
    self.bytes = bytes
    self.bytesMax = bytesMax
    at = start
  }

  mutating func run() -> Outcome {
    while true {
      guard let isLast = take(1), let kind = take(2) else { return cut() }
      let outcome: Outcome? =
        switch kind {
        case 0: stored()
        case 1: compressed(HuffmanCode.fixedLiterals, HuffmanCode.fixedDistances)
        case 2: dynamic()
        default: .damaged
        }
      if let outcome { return outcome }
      if isLast == 1 { return .whole(output) }
    }
  }

  /// A stream that breaks off is read as far as it goes.
  private func cut() -> Outcome { output.isEmpty ? .damaged : .whole(output) }

  private mutating func take(_ count: UInt32) -> UInt32? {
    while bitCount < count {
      guard at < bytes.count else { return nil }
      bits |= UInt32(bytes[at]) << bitCount
      bitCount += 8
      at += 1
    }
    let value = bits & ((1 << count) - 1)
    bits >>= count
    bitCount -= count
    return value
  }

  private mutating func symbol(_ code: HuffmanCode) -> Int? {
    var reader = HuffmanCode.Reader()
    while reader.length < HuffmanCode.lengthMax {
      guard let bit = take(1) else { return nil }
      if let symbol = code.symbol(adding: Int(bit), to: &reader) { return symbol }
    }
    return nil
  }

  private mutating func stored() -> Outcome? {
    (bits, bitCount) = (0, 0)
    guard at + 4 <= bytes.count else { return cut() }
    let length = Int(bytes[at]) | Int(bytes[at + 1]) << 8
    at += 4
    guard output.count + length <= bytesMax else { return .tooLong }
    let end = min(at + length, bytes.count)
    output.append(contentsOf: bytes[at..<end])
    at = end
    return nil
  }

  private mutating func compressed(_ literals: HuffmanCode, _ distances: HuffmanCode) -> Outcome? {
    while true {
      guard let symbol = symbol(literals) else { return cut() }
      if symbol == 256 { return nil }
      guard symbol > 256 else {
        guard output.count < bytesMax else { return .tooLong }
        output.append(UInt8(truncatingIfNeeded: symbol))
        continue
      }
      guard let length = value(symbol - 257, Self.lengthBases, Self.lengthBits), let place = self.symbol(distances),
        let distance = value(place, Self.distanceBases, Self.distanceBits)
      else { return cut() }
      guard distance <= output.count else { return .damaged }
      guard output.count + length <= bytesMax else { return .tooLong }
      for _ in 0..<length { output.append(output[output.count - distance]) }
    }
  }

  /// A base value and the bits that follow.
  private mutating func value(_ index: Int, _ bases: [Int], _ extra: [UInt32]) -> Int? {
    guard bases.indices.contains(index), let more = take(extra[index]) else { return nil }
    return bases[index] + Int(more)
  }

  private mutating func dynamic() -> Outcome? {
    guard let literalCount = take(5), let distanceCount = take(5), let codeCount = take(4) else { return cut() }
    var lengths = [UInt8](repeating: 0, count: 19)
    for index in 0..<Int(codeCount) + 4 {
      guard let length = take(3) else { return cut() }
      lengths[Self.codeOrder[index]] = UInt8(truncatingIfNeeded: length)
    }
    let (literals, all) = (Int(literalCount) + 257, Int(literalCount) + 257 + Int(distanceCount) + 1)
    guard let lengthCode = HuffmanCode(lengths), let table = codeLengths(all, lengthCode),
      let literalCode = HuffmanCode(Array(table[..<literals])), let distanceCode = HuffmanCode(Array(table[literals...]))
    else { return .damaged }
    return compressed(literalCode, distanceCode)
  }

  private mutating func codeLengths(_ count: Int, _ code: HuffmanCode) -> [UInt8]? {
    var lengths: [UInt8] = []
    while lengths.count < count {
      guard let symbol = symbol(code) else { return nil }
      if symbol < 16 {
        lengths.append(UInt8(truncatingIfNeeded: symbol))
        continue
      }
      let (bitCount, base): (UInt32, Int) = symbol == 16 ? (2, 3) : symbol == 17 ? (3, 3) : (7, 11)
      guard let more = take(bitCount) else { return nil }
      guard symbol != 16 || !lengths.isEmpty else { return nil }
      let length = symbol == 16 ? lengths[lengths.count - 1] : 0
      lengths.append(contentsOf: repeatElement(length, count: base + Int(more)))
    }
    return lengths.count == count ? lengths : nil
  }

  private static let codeOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
  private static let lengthBases = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
  ]
  private static let lengthBits: [UInt32] = [
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
  ]
  private static let distanceBases = [
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
    8193, 12289, 16385, 24577,
  ]
  private static let distanceBits: [UInt32] = [
    0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
  ]
}
