/// Values that are program text or places rather than secrets.
enum Code {
  /// Calls, member accesses, paths, addresses and selectors of style sheets.
  static func isCode(_ value: ArraySlice<UInt8>) -> Bool {
    let text = Array(value)
    if text.contains(0x28) && text.contains(0x29) { return true }
    if text.starts(with: Array("http://".utf8)) || text.starts(with: Array("https://".utf8)) { return true }
    if text.first == 0x2f || text.first == 0x2e || text.starts(with: [0x7e, 0x2f]) { return isPath(text) }
    if text.first == 0x23 || text.first == 0x2e, text.dropFirst().allSatisfy({ ASCII.isLower($0) || $0 == 0x2d }) { return true }
    if text.starts(with: [0x30, 0x78]) { return text.count <= 18 }  // 0x…: a number
    return isMemberAccess(text)
  }

  /// `1.6.4`, `^1.0.33`.
  static func isVersion(_ value: ArraySlice<UInt8>) -> Bool {
    value.allSatisfy { ASCII.isDigit($0) || "^~>=<.v-".utf8.contains($0) }
  }

  private static func isPath(_ text: [UInt8]) -> Bool {
    text.filter { $0 == 0x2f }.count >= 2 && text.contains(where: ASCII.isLower)
  }

  /// `config.database.password`: names joined by dots.
  private static func isMemberAccess(_ text: [UInt8]) -> Bool {
    let parts = text.split(separator: 0x2e, omittingEmptySubsequences: false)
    guard parts.count >= 2 else { return false }
    return parts.allSatisfy { part in
      part.count >= 2 && part.count <= 32 && part.allSatisfy { ASCII.isLetter($0) || $0 == 0x5f }
    }
  }
}
