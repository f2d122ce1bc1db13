/// Whether a value that is called a secret looks like one: chance letters, not words, code or paths.
enum SecretShape {
  static func hasLettersAndDigits(_ value: ArraySlice<UInt8>) -> Bool {
    value.contains(where: ASCII.isLetter) && value.contains(where: ASCII.isDigit)
  }

  /// For keys and tokens: ten bytes or more, digits among letters or chance letters, no spaces.
  static func isSecretLike(_ value: ArraySlice<UInt8>) -> Bool {
    guard (10...4_096).contains(value.count), !Placeholder.isOne(value), !Code.isCode(value),
      !SequentialText.isOne(value)
    else { return false }
    let profile = ByteProfile(value)
    guard profile.spaces == 0, profile.letters > 0 else { return false }
    let entropy = Entropy.bitsPerByte(value)
    if profile.digits >= 2 {
      return entropy >= (value.count < 16 ? 2.7 : 3.0) && profile.transitions * 6 >= value.count
    }
    guard value.count >= 12, entropy >= 3 else { return false }
    return LetterPairs.areChance(value)
  }

  /// For names that promise less: long, with digits, and of high entropy.
  static func isStrongSecret(_ value: ArraySlice<UInt8>) -> Bool {
    let profile = ByteProfile(value)
    return value.count >= 20 && profile.digits >= 3 && profile.transitions * 5 >= value.count
      && profile.marks * 6 <= value.count && isSecretLike(value) && Entropy.bitsPerByte(value) >= 3.2
  }

  /// For passwords: four bytes or more that are not a word of code or of a language.
  static func isPasswordLike(_ value: ArraySlice<UInt8>) -> Bool {
    guard (4...128).contains(value.count), !Placeholder.isOne(value), !Code.isCode(value), !isHash(value)
    else { return false }
    let profile = ByteProfile(value)
    guard profile.spaces == 0, profile.letters > 0 else { return false }
    if profile.digits > 0 { return !Code.isVersion(value) }
    if value.contains(where: { "!@#$^&*?%".utf8.contains($0) }) {
      return value.count >= 8 && profile.letters >= 3
    }
    return value.count >= 5 && LetterPairs.areChance(value)
  }

  /// What a value is when its key says outright that it is a password: anything but a stand-in or a sentence.
  static func isNamedPassword(_ value: ArraySlice<UInt8>) -> Bool {
    (4...256).contains(value.count) && !Placeholder.isOne(value) && value.filter { $0 == 0x20 }.count <= 1
  }

  /// `$2a$10$…`, `$argon2id$…`: a password's hash.
  private static func isHash(_ value: ArraySlice<UInt8>) -> Bool {
    value.first == 0x24 && value.filter { $0 == 0x24 }.count >= 2
  }
}
