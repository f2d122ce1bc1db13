internal import Synchronization

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// The rules of a time zone, read from the system's zone files (RFC 8536).
struct TimeZoneTable: Sendable {
  struct Rule: Sendable {
    var offset: Int
    var abbreviation: String
  }

  static let utc = TimeZoneTable(transitions: [], rules: [Rule(offset: 0, abbreviation: "UTC")], first: 0)
  /// Where the operating system keeps its zones.
  static let directory = "/usr/share/zoneinfo/"
  /// Largest zone file read, in bytes.
  static let sizeLimit = 1 << 20

  private let transitions: [(at: Int64, rule: Int)]
  private let rules: [Rule]
  private let first: Int

  private init(transitions: [(at: Int64, rule: Int)], rules: [Rule], first: Int) {
    self.transitions = transitions
    self.rules = rules
    self.first = first
  }

  func rule(at seconds: Int64) -> Rule {
    var low = 0
    var high = transitions.count
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle].at <= seconds { low = middle + 1 } else { high = middle }
    }
    return rules[low == 0 ? first : transitions[low - 1].rule]
  }

  /// Zones kept after their file was read; when full it starts anew.
  static let cacheLimit = 64
  private static let cache = Mutex<[String: TimeZoneTable]>([:])

  /// `Europe/Berlin`, `UTC`, `Local` (which is UTC here); nil if the system has no such zone.
  static func named(_ name: String) -> TimeZoneTable? {
    if name.isEmpty || name == "UTC" || name == "Local" { return utc }
    if let known = cache.withLock({ $0[name] }) { return known }
    guard let zone = read(name) else { return nil }
    cache.withLock { zones in
      if zones.count >= cacheLimit { zones.removeAll() }
      zones[name] = zone
    }
    return zone
  }

  private static func read(_ name: String) -> TimeZoneTable? {
    let isSafe = name.utf8.allSatisfy { Lexer.isNamePart($0) || "+-/".utf8.contains($0) }
    guard isSafe, !name.hasPrefix("/"), name.utf8.count < 64,
      let data = try? Data(contentsOf: URL(fileURLWithPath: directory + name)), data.count <= sizeLimit
    else { return nil }
    return TimeZoneTable(bytes: Array(data))
  }

  /// Reads version 2 or 3 of the format, whose second part has 64-bit times.
  init?(bytes: [UInt8]) {
    func number(_ at: Int, _ size: Int) -> Int64? {
      guard at >= 0, at + size <= bytes.count else { return nil }
      var value: Int64 = bytes[at] & 0x80 != 0 ? -1 : 0
      for index in 0..<size { value = value << 8 | Int64(bytes[at + index]) }
      return value
    }
    func counts(_ at: Int) -> [Int]? {
      let list = (0..<6).compactMap { number(at + 20 + $0 * 4, 4) }.map { Int($0) }
      return list.count == 6 && list.allSatisfy({ $0 >= 0 && $0 < TimeZoneTable.sizeLimit }) ? list : nil
    }
    guard bytes.starts(with: Array("TZif".utf8)), bytes.count > 44, bytes[4] >= UInt8(ascii: "2"),
      let old = counts(0)
    else { return nil }
    let second = 44 + old[3] * 5 + old[4] * 6 + old[5] + old[2] * 8 + old[1] + old[0]
    guard let sizes = counts(second) else { return nil }
    let (times, types, characters) = (sizes[3], sizes[4], sizes[5])
    var position = second + 44
    var transitions: [(at: Int64, rule: Int)] = []
    for index in 0..<times {
      guard let at = number(position + index * 8, 8), let rule = number(position + times * 8 + index, 1) else { return nil }
      transitions.append((at, Int(UInt8(truncatingIfNeeded: rule))))
    }
    position += times * 9
    var rules: [Rule] = []
    for index in 0..<types {
      let at = position + index * 6
      guard let offset = number(at, 4), at + 5 < bytes.count else { return nil }
      let start = position + types * 6 + Int(bytes[at + 5])
      guard start < position + types * 6 + characters, start < bytes.count else { return nil }
      let name = bytes[start...].prefix { $0 != 0 }
      rules.append(Rule(offset: Int(offset), abbreviation: String(decoding: name, as: UTF8.self)))
    }
    guard !rules.isEmpty, transitions.allSatisfy({ $0.rule < rules.count }) else { return nil }
    self.init(transitions: transitions, rules: rules, first: 0)
  }
}
