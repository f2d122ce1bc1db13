/// Values that stand for a secret instead of being one.
enum Placeholder {
  private static let words: [[UInt8]] = [
    "example", "placeholder", "changeme", "change_me", "change-me", "your_", "your-", "yourpass", "yourkey",
    "dummy", "sample", "redacted", "xxxx", "****", "....", "<", "${", "{{", "%(", "$(", "todo", "insert",
    "replace", "undefined", "123456789012345678", "abcdefghijklmnop", "fake", "not_a_", "notreal", "mysecret",
    "my_secret", "my-secret", "__", "#{", "process.env", "os.environ", "getenv", "[redacted",
  ].map { Array($0.utf8) }

  private static let wholes: Set<String> = [
    "true", "false", "null", "none", "nil", "yes", "no", "password", "passwd", "secret", "token", "string",
    "number", "integer", "boolean", "test", "required", "optional", "default", "value", "key", "empty",
    "hidden",
    "unset", "disabled", "enabled", "username", "user", "object", "array", "text", "bearer", "basic", "auto",
  ]

  static func isOne(_ value: ArraySlice<UInt8>) -> Bool {
    if value.count <= 9, wholes.contains(String(decoding: value.map(ASCII.lowercased), as: UTF8.self)) {
      return true
    }
    if isVariable(value) || Set(value).count <= 2 { return true }
    let head = value.prefix(DetectionLimits.placeholderBytesMax)
    return words.contains { ASCII.contains($0, in: head) }
  }

  /// `$NAME`, `$name`, `%NAME%`, `@NAME@`, `[NAME]`.
  private static func isVariable(_ value: ArraySlice<UInt8>) -> Bool {
    guard let first = value.first, value.count > 2 else { return false }
    let body = value.dropFirst()
    switch first {
    case 0x24:
      let isName = body.allSatisfy { ASCII.isAlphanumeric($0) || $0 == 0x5f }
      // `$Tr0ub4dor` may be a password; `$password` and `$DB_PASS` are names.
      return isName && (body.allSatisfy { !ASCII.isUpper($0) } || body.allSatisfy { !ASCII.isLower($0) })
        && body.count(where: ASCII.isDigit) * 3 < body.count
    case 0x5b: return body.last == 0x5d && body.dropLast().allSatisfy { ASCII.isUpper($0) || $0 == 0x5f || $0 == 0x20 }
    case 0x25, 0x40: return body.last == first
    default: return false
    }
  }
}
