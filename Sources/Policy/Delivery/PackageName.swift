import Basics

/// The package that a module names, found without compiling it.
///
/// The compiler wants all modules at once; whether a module lies within the roots of its bundle must be known before.
enum PackageName {
  /// The path in parts, without `data`; nil if no package stands at the front of the module.
  static func path(of module: some Collection<UInt8>) -> [String]? {
    var scanner = Scanner(rest: Array(module)[...])
    scanner.skipBlank()
    guard scanner.identifier() == "package" else { return nil }
    scanner.skipBlank()
    guard let first = scanner.identifier() else { return nil }
    var path = [first]
    while let part = scanner.part() { path.append(part) }
    return path
  }

  private struct Scanner {
    var rest: ArraySlice<UInt8>

    /// White space and comments.
    mutating func skipBlank() {
      while let byte = rest.first {
        if byte == UInt8(ascii: "#") {
          rest = rest.drop { $0 != UInt8(ascii: "\n") }
        } else if byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
          rest = rest.dropFirst()
        } else {
          return
        }
      }
    }

    mutating func identifier() -> String? {
      let word = rest.prefix { byte in
        byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
          || (0x61...0x7A).contains(byte)
      }
      guard !word.isEmpty else { return nil }
      rest = rest[word.endIndex...]
      return String(decoding: word, as: UTF8.self)
    }

    /// `.name` or `["name"]`.
    mutating func part() -> String? {
      if rest.first == UInt8(ascii: ".") {
        rest = rest.dropFirst()
        return identifier()
      }
      guard rest.first == UInt8(ascii: "["), let end = rest.firstIndex(of: UInt8(ascii: "]")) else { return nil }
      let text = Array(rest[(rest.startIndex + 1)..<end])
      rest = rest[(end + 1)...]
      return (try? JSONValue.parse(text))?.stringValue
    }
  }
}
