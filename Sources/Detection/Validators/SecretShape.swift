/// Whether a value that is called a secret looks like one: chance letters, not words, code or paths.
enum SecretShape {
  static func hasLettersAndDigits(_ value: ArraySlice<UInt8>) -> Bool {
    value.contains(where: ASCII.isLetter) && value.contains(where: ASCII.isDigit)
  }

  /// For keys and tokens: at least ten bytes, digits among letters (or long and of many kinds), no spaces.
  static func isSecretLike(_ value: ArraySlice<UInt8>) -> Bool {
    guard (10...4_096).contains(value.count), !Placeholder.isOne(value), !isCode(value) else { return false }
    let profile = ByteProfile(value)
    guard profile.spaces == 0, profile.letters > 0 else { return false }
    let entropy = Entropy.bitsPerByte(value)
    if profile.digits >= 2 { return entropy >= (value.count < 16 ? 2.7 : 3.0) && profile.transitions * 6 >= value.count }
    if profile.digits == 0, profile.isOneCase { return false }
    return value.count >= 16 && entropy >= 3.7 && profile.transitions * 4 >= value.count
  }

  /// For passwords: four bytes or more that are not a word of code.
  static func isPasswordLike(_ value: ArraySlice<UInt8>) -> Bool {
    guard (4...128).contains(value.count), !Placeholder.isOne(value), !isCode(value) else { return false }
    let profile = ByteProfile(value)
    guard profile.spaces == 0 else { return false }
    if profile.digits > 0 && profile.letters > 0 { return true }
    return profile.marks > 0 && profile.letters > 0 && profile.marks * 4 >= profile.letters
  }

  /// Calls, member accesses, paths, addresses and template holes.
  private static func isCode(_ value: ArraySlice<UInt8>) -> Bool {
    let text = Array(value)
    if text.contains(0x28) && text.contains(0x29) { return true }
    if text.starts(with: Array("http://".utf8)) || text.starts(with: Array("https://".utf8)) { return true }
    if text.first == 0x2f || text.first == 0x2e || text.starts(with: [0x7e, 0x2f]) { return isPath(text) }
    return isMemberAccess(text)
  }

  private static func isPath(_ text: [UInt8]) -> Bool {
    text.filter { $0 == 0x2f }.count >= 2 && text.contains(where: ASCII.isLower)
  }

  /// `config.database.password`: words joined by dots, none with digits inside letters.
  private static func isMemberAccess(_ text: [UInt8]) -> Bool {
    let parts = text.split(separator: 0x2e, omittingEmptySubsequences: false)
    guard parts.count >= 2 else { return false }
    return parts.allSatisfy { part in
      part.count >= 2 && part.allSatisfy { ASCII.isLetter($0) || $0 == 0x5f } && part.count <= 24
    }
  }
}
