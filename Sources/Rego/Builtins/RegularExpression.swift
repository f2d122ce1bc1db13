internal import CRE2

/// A compiled RE2 pattern: Go's syntax, time linear in the text.
@safe final class RegularExpression {
  /// Longest pattern accepted, in bytes.
  static let patternLimit = 64 * 1024
  /// Matches that one call finds, times groups.
  static let rangeLimit = 4_000_000
  /// Memory for the compiled form, in bytes.
  static let memoryLimit: Int64 = 8 << 20

  private let pattern: OpaquePointer
  let groupCount: Int

  init(_ source: String) throws(BuiltinError) {
    guard source.utf8.count <= RegularExpression.patternLimit else {
      throw .limit("the pattern is longer than \(RegularExpression.patternLimit) bytes")
    }
    var message = [CChar](repeating: 0, count: 256)
    let bytes = RegularExpression.withNamedGroups(source).map { CChar(bitPattern: $0) }
    let size = message.count
    // SAFETY: both arrays live through the call, which keeps neither.
    let made = unsafe cre2_compile(bytes, bytes.count, RegularExpression.memoryLimit, &message, size)
    guard let made = unsafe made else {
      let text = String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      throw .failed("error parsing regexp: " + RegularExpression.explained(text))
    }
    unsafe pattern = unsafe made
    groupCount = Int(unsafe cre2_group_count(made))
  }

  /// RE2's errors in the words of Go's `regexp/syntax`.
  private static let words: [String: String] = [
    "missing ]": "missing closing ]", "missing )": "missing closing )", "trailing \\": "trailing backslash at end of expression",
    "no argument for repetition operator": "missing argument to repetition operator",
    "invalid repetition size": "invalid repeat count", "bad repetition operator": "invalid nested repetition operator",
    "invalid perl operator": "invalid or unsupported Perl syntax", "invalid named capture group": "invalid named capture",
  ]

  private static func explained(_ message: String) -> String {
    let name = message.prefix { $0 != ":" }
    let detail = message.dropFirst(name.count + 2)
    return (words[String(name)] ?? String(name)) + (detail.isEmpty ? "" : ": `\(detail)`")
  }

  /// Go also writes named groups `(?<name>…)`, which this RE2 knows as `(?P<name>…)` only.
  private static func withNamedGroups(_ source: String) -> [UInt8] {
    let bytes = Array(source.utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      result.append(bytes[index])
      if bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count {
        index += 1
        result.append(bytes[index])
      } else if bytes[index...].starts(with: "(?<".utf8), index + 3 < bytes.count, Lexer.isNamePart(bytes[index + 3]) {
        result.append(contentsOf: "?P".utf8)
        index += 1
      }
      index += 1
    }
    return result
  }

  /// The number of the last group of that name.
  func group(named name: String) -> Int? {
    guard groupCount > 0 else { return nil }
    for index in (1...groupCount).reversed() {
      // SAFETY: the text belongs to the pattern, which lives as long as this object.
      guard let found = unsafe cre2_group_name(pattern, Int32(index)) else { continue }
      if unsafe String(cString: found) == name { return index }
    }
    return nil
  }

  deinit { unsafe cre2_free(pattern) }

  /// The leftmost match at or after `start`: the byte ranges of its groups (the whole match first), nil where a group
  /// took no part.
  func match(_ text: Text, from start: Int = 0, whole: Bool = false, groups wanted: Int = 1) -> [Range<Int>?]? {
    var groups = [cre2_group](repeating: cre2_group(start: -1, end: -1), count: max(wanted, 1))
    // SAFETY: `text` is readable for `count` bytes, `groups` has room for `wanted` groups.
    let found = unsafe UnsafeRawPointer(text.base).withMemoryRebound(to: CChar.self, capacity: text.count) { base in
      unsafe cre2_match(pattern, base, text.count, start, text.count, whole, &groups, Int32(wanted))
    }
    guard found else { return nil }
    return groups.map { $0.start < 0 ? nil : Int($0.start)..<Int($0.end) }
  }

  func matches(_ text: Text, whole: Bool = false) -> Bool {
    // SAFETY: as above; no groups are asked for.
    unsafe UnsafeRawPointer(text.base).withMemoryRebound(to: CChar.self, capacity: text.count) { base in
      unsafe cre2_match(pattern, base, text.count, 0, text.count, whole, nil, 0)
    }
  }

  /// All matches that do not overlap, as Go finds them: an empty match right after another one does not count.
  ///
  /// - Throws: `eval_size_limit_error` if there are more than `rangeLimit` matches, each counted once for every group.
  func allMatches(_ text: Text, limit: Int = .max, groups: Int = 1) throws(BuiltinError) -> [[Range<Int>?]] {
    var result: [[Range<Int>?]] = []
    var start = 0
    var previousEnd = -1
    while start <= text.count, result.count < limit {
      guard let groups = match(text, from: start, groups: groups), let range = groups[0] else { break }
      if !(range.isEmpty && range.lowerBound == previousEnd) { result.append(groups) }
      guard result.count <= Self.rangeLimit / groups.count else {
        throw .limit("the pattern matches more than \(Self.rangeLimit) times")
      }
      previousEnd = range.upperBound
      start = range.isEmpty ? text.nextScalar(after: range.upperBound) : range.upperBound
    }
    return result
  }
}
