/// A comment that lets a finding on its line, or on the line below it, be: `precinct:allow RULE reason`.
///
/// A reason is required: without one the comment does nothing. `*` stands for every rule.
public struct InlineAllowance: Sendable, Hashable {
  public var rule: String
  public var reason: String

  private static let mark = Array("precinct:allow".utf8)
  /// Longer lines hold no comment of this kind, in bytes.
  private static let lineBytesMax = 4_096

  /// The allowance in a line; nil if there is none or it gives no reason.
  init?(line: ArraySlice<UInt8>) {
    guard line.count <= Self.lineBytesMax, let start = Self.start(in: line) else { return nil }
    let words = line[start...].split { ASCII.isSpace($0) }
    guard words.count >= 2, let first = words.first else { return nil }
    let text = String(decoding: Array(words.dropFirst().joined(separator: [0x20])), as: UTF8.self)
    let reason = Self.withoutCommentEnd(text)
    guard reason.utf8.contains(where: ASCII.isLetter) else { return nil }
    rule = String(decoding: first, as: UTF8.self)
    self.reason = reason
  }

  func covers(_ rule: String) -> Bool { self.rule == "*" || self.rule == rule }

  private static func start(in line: ArraySlice<UInt8>) -> Int? {
    guard line.count > mark.count else { return nil }
    for at in line.startIndex..<line.endIndex - mark.count where line[at] == mark[0] && ASCII.has(mark, at: at, of: line) {
      return at + mark.count
    }
    return nil
  }

  private static func withoutCommentEnd(_ text: String) -> String {
    var text = text
    for end in ["-->", "*/", "#}"] where text.hasSuffix(end) { text.removeLast(end.count) }
    while text.hasSuffix(" ") { text.removeLast() }
    return text
  }
}
