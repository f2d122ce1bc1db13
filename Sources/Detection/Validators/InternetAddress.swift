import Basics

/// Internet addresses that may belong to a person.
enum InternetAddress {
  /// Four numbers up to 255 without leading zeros, not all zero, not a mask, not loopback.
  static func isIPv4(_ value: ArraySlice<UInt8>) -> Bool {
    let parts = value.split(separator: 0x2e, omittingEmptySubsequences: false)
    guard parts.count == 4 else { return false }
    var numbers: [Int] = []
    for part in parts {
      guard (1...3).contains(part.count), part.allSatisfy(ASCII.isDigit),
        part.count == 1 || part.first != 0x30
      else { return false }
      numbers.append(Digits(part).values.number(0..<part.count))
    }
    guard numbers.allSatisfy({ $0 <= 255 }) else { return false }
    return numbers[0] != 0 && numbers[0] != 127 && numbers[0] != 255
  }

  /// Eight groups of up to four hexadecimal digits, one run of zeros left out. SOURCE: RFC 4291 §2.2.
  static func isIPv6(_ value: ArraySlice<UInt8>) -> Bool {
    let groups = value.split(separator: 0x3a, omittingEmptySubsequences: false)
    guard (3...8).contains(groups.count) || (groups.count == 9 && value.count > 2) else { return false }
    var empties = 0
    for (index, group) in groups.enumerated() {
      guard group.count <= 4, group.allSatisfy({ Hex.value(of: $0) != nil }) else { return false }
      if group.isEmpty, index != 0, index != groups.count - 1 { empties += 1 }
    }
    let isShort = empties == 1
    let filled = groups.filter { !$0.isEmpty }.count
    if !isShort { return empties == 0 && filled == 8 }
    return filled >= 1 && filled < 8
  }

  /// Local part and a domain whose last label is letters (or an A-label), not a file name of an image.
  static func isMailAddress(_ value: ArraySlice<UInt8>) -> Bool {
    guard let at = value.lastIndex(of: 0x40) else { return false }
    let local = value[value.startIndex..<at]
    let labels = value[(at + 1)...].split(separator: 0x2e, omittingEmptySubsequences: false)
    guard !local.isEmpty, local.count <= 64, labels.count >= 2, let last = labels.last, last.count >= 2,
      labels.allSatisfy({ !$0.isEmpty && $0.count <= 63 && $0.first != 0x2d && $0.last != 0x2d })
    else { return false }
    let top = String(decoding: last, as: UTF8.self).lowercased()
    return !["png", "jpg", "jpeg", "gif", "svg", "webp", "js", "css", "local", "service"].contains(top)
      && ASCII.isLetter(last[last.startIndex])
  }
}
