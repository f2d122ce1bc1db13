/// Reads one reference, byte by byte, never going back.
struct SecretReferenceScanner {
  enum Form { case secret, spike }

  private let text: ArraySlice<UInt8>
  private var index: Int

  init(_ text: ArraySlice<UInt8>, at index: Int) {
    self.text = text
    self.index = index
  }

  /// Passes the opening of a reference; nil if there is none here.
  mutating func form() -> Form? {
    if pass("$SECRET{") { return .secret }
    if pass("$SPIKE{") { return .spike }
    return nil
  }

  /// Reads what follows the opening, to the closing brace; nil if it does not follow the grammar.
  mutating func reference(_ form: Form, from start: Int) -> SecretReference? {
    if form == .spike, !pass("ref:") { return nil }
    guard let name = word(bytesMax: SecretReference.nameBytesMax, Self.isNameByte), Self.beginsWell(name)
    else {
      return nil
    }
    var seconds: Int?
    var scope: String?
    if form == .spike {
      if pass(",exp:") {
        seconds = self.seconds()
        if seconds == nil { return nil }
      }
      if pass(",scope:") {
        scope = word(bytesMax: SecretReference.scopeBytesMax, Self.isScopeByte)
        if scope == nil { return nil }
      }
    }
    guard pass("}") else { return nil }
    return SecretReference(name: name, keepSecondsMax: seconds, scope: scope, range: start..<index)
  }

  /// Whether `name` may name a secret: what a reference can spell.
  static func isName(_ name: String) -> Bool {
    (1...SecretReference.nameBytesMax).contains(name.utf8.count) && name.utf8.allSatisfy(isNameByte)
      && beginsWell(name)
  }

  /// Whether `scope` may be the scope of a reference.
  static func isScope(_ scope: String) -> Bool {
    (1...SecretReference.scopeBytesMax).contains(scope.utf8.count) && scope.utf8.allSatisfy(isScopeByte)
  }

  private mutating func pass(_ literal: String) -> Bool {
    guard text[index...].starts(with: literal.utf8) else { return false }
    index += literal.utf8.count
    return true
  }

  private mutating func word(bytesMax: Int, _ isAllowed: (UInt8) -> Bool) -> String? {
    let bytes = text[index...].prefix(bytesMax + 1).prefix(while: isAllowed)
    guard (1...bytesMax).contains(bytes.count) else { return nil }
    index += bytes.count
    return String(decoding: bytes, as: UTF8.self)
  }

  private mutating func seconds() -> Int? {
    guard let digits = word(bytesMax: 5, Self.isDigit), digits.utf8.first != UInt8(ascii: "0"),
      let seconds = Int(digits), seconds <= SecretReference.keepSecondsLimit
    else { return nil }
    return seconds
  }

  private static func beginsWell(_ name: String) -> Bool {
    name.utf8.first.map { isDigit($0) || isLetter($0) } ?? false
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private static func isScopeByte(_ byte: UInt8) -> Bool {
    isDigit(byte) || isLetter(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
      || byte == UInt8(ascii: "-")
  }

  private static func isNameByte(_ byte: UInt8) -> Bool { isScopeByte(byte) || byte == UInt8(ascii: "/") }
}
