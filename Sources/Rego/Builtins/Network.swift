/// An IPv4 or IPv6 network; a single address is a network of full length.
struct Network: CustomStringConvertible {
  /// 32 or 128.
  let width: Int
  let prefix: Int
  /// The first address, most significant half first; IPv4 in the low 32 bits.
  let high: UInt64
  let low: UInt64

  init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first else { return nil }
    if let address = Network.v4(first) {
      guard let length = Network.length(parts, 32) else { return nil }
      let low = length == 0 ? 0 : UInt64(address) & ~(UInt64(0xFFFF_FFFF) >> UInt64(length)) & 0xFFFF_FFFF
      self.init(width: 32, prefix: length, high: 0, low: low)
    } else if let (top, bottom) = Network.v6(first) {
      // `::ffff:192.0.2.1` is another way to write an IPv4 address.
      if parts.count == 1, top == 0, bottom >> 32 == 0xFFFF {
        self.init(width: 32, prefix: 32, high: 0, low: bottom & 0xFFFF_FFFF)
        return
      }
      guard let length = Network.length(parts, 128) else { return nil }
      let mask = Network.mask(length)
      self.init(width: 128, prefix: length, high: top & mask.high, low: bottom & mask.low)
    } else {
      return nil
    }
  }

  init(width: Int, prefix: Int, high: UInt64, low: UInt64) {
    self.width = width
    self.prefix = prefix
    self.high = high
    self.low = low
  }

  private static func length(_ parts: [Substring], _ width: Int) -> Int? {
    guard parts.count == 2 else { return width }
    guard parts[1].utf8.allSatisfy(Lexer.isDigit), let length = Int(parts[1]), length <= width else { return nil }
    return length
  }

  private static func mask(_ length: Int) -> (high: UInt64, low: UInt64) {
    let high: UInt64 = length >= 64 ? .max : length == 0 ? 0 : ~(UInt64.max >> UInt64(length))
    let low: UInt64 = length <= 64 ? 0 : length == 128 ? .max : ~(UInt64.max >> UInt64(length - 64))
    return (high, low)
  }

  private static func v4(_ text: Substring) -> UInt32? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var result: UInt32 = 0
    for part in parts {
      guard !part.isEmpty, part.utf8.count <= 3, part.utf8.allSatisfy(Lexer.isDigit), let byte = UInt8(part),
        part.utf8.count == 1 || part.first != "0"
      else { return nil }
      result = result << 8 | UInt32(byte)
    }
    return result
  }

  private static func v6(_ text: Substring) -> (UInt64, UInt64)? {
    let halves = text.split(separator: "::", maxSplits: 2, omittingEmptySubsequences: false)
    guard halves.count <= 2, let left = groups(halves[0]) else { return nil }
    var all = left
    if halves.count == 2 {
      guard let right = groups(halves[1]), left.count + right.count < 8 else { return nil }
      all += [UInt16](repeating: 0, count: 8 - left.count - right.count) + right
    }
    guard all.count == 8 else { return nil }
    let words = all.map(UInt64.init)
    return (
      words[0] << 48 | words[1] << 32 | words[2] << 16 | words[3],
      words[4] << 48 | words[5] << 32 | words[6] << 16 | words[7]
    )
  }

  private static func groups(_ text: Substring) -> [UInt16]? {
    if text.isEmpty { return [] }
    var result: [UInt16] = []
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      if index == parts.count - 1, let address = v4(part) {
        result += [UInt16(address >> 16), UInt16(address & 0xFFFF)]
        continue
      }
      guard !part.isEmpty, part.utf8.count <= 4, part.utf8.allSatisfy({ Lexer.isDigit($0) || ($0 | 0x20) &- 97 < 6 }),
        let group = UInt16(part, radix: 16)
      else { return nil }
      result.append(group)
    }
    return result
  }

  /// The network an IPv4 address belonged to when networks had classes; nil for IPv6.
  var classful: Network? {
    guard width == 32 else { return nil }
    let prefix = low < 0x8000_0000 ? 8 : low < 0xC000_0000 ? 16 : low < 0xE000_0000 ? 24 : 32
    return Network(width: 32, prefix: prefix, high: 0, low: low & ~(UInt64(0xFFFF_FFFF) >> UInt64(prefix)))
  }

  func contains(_ other: Network) -> Bool {
    guard width == other.width, prefix <= other.prefix else { return false }
    if width == 32 { return prefix == 0 || low >> UInt64(32 - prefix) == other.low >> UInt64(32 - prefix) }
    let mask = Network.mask(prefix)
    return other.high & mask.high == high && other.low & mask.low == low
  }

  func overlaps(_ other: Network) -> Bool { contains(other) || other.contains(self) }

  /// The address `offset` places after the first.
  func address(at offset: UInt64) -> String {
    let (sum, overflow) = low.addingReportingOverflow(offset)
    return Network.text(width, high &+ (overflow ? 1 : 0), sum)
  }

  var description: String { Network.text(width, high, low) + "/\(prefix)" }

  private static func text(_ width: Int, _ high: UInt64, _ low: UInt64) -> String {
    if width == 32 {
      return [24, 16, 8, 0].map { String(low >> UInt64($0) & 0xFF) }.joined(separator: ".")
    }
    let groups = [48, 32, 16, 0].map { high >> UInt64($0) & 0xFFFF } + [48, 32, 16, 0].map { low >> UInt64($0) & 0xFFFF }
    var best = 0..<0
    var index = 0
    while index < 8 {
      var end = index
      while end < 8, groups[end] == 0 { end += 1 }
      if end - index > best.count, end - index > 1 { best = index..<end }
      index = max(end, index + 1)
    }
    let hex = groups.map { String($0, radix: 16) }
    if best.isEmpty { return hex.joined(separator: ":") }
    return hex[..<best.lowerBound].joined(separator: ":") + "::" + hex[best.upperBound...].joined(separator: ":")
  }

  /// The fewest networks that cover exactly the same addresses.
  static func merged(_ networks: [Network]) -> [Network] {
    var result: [Network] = []
    let sorted = networks.sorted { left, right in
      (left.width, left.high, left.low, left.prefix) < (right.width, right.high, right.low, right.prefix)
    }
    for network in sorted {
      if let last = result.last, last.contains(network) { continue }
      result.append(network)
      while result.count >= 2, let joined = joined(result[result.count - 2], result[result.count - 1]) {
        result.removeLast(2)
        result.append(joined)
      }
    }
    return result
  }

  /// The network of which these two are the halves.
  private static func joined(_ left: Network, _ right: Network) -> Network? {
    guard left.width == right.width, left.prefix == right.prefix, left.prefix > 0 else { return nil }
    let parent: Network
    if left.width == 32 {
      let bit = UInt64(1) << UInt64(32 - left.prefix)
      parent = Network(width: 32, prefix: left.prefix - 1, high: 0, low: left.low & ~bit)
    } else {
      let mask = mask(left.prefix - 1)
      parent = Network(width: 128, prefix: left.prefix - 1, high: left.high & mask.high, low: left.low & mask.low)
    }
    let isLeft = parent.high == left.high && parent.low == left.low
    return isLeft && parent.contains(right) && !(right.high == left.high && right.low == left.low) ? parent : nil
  }
}
