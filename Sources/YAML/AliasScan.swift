/// Finds aliases before the parser sees them.
///
/// An alias costs nothing to read and any amount to expand, and the parser below expands it. The scan errs on
/// the side of refusing: `&name` and `*name` of one name in one text are taken for anchor and alias wherever
/// such tokens could begin, also inside comments and block scalars.
enum AliasScan {
  /// The name of the first alias whose anchor stands anywhere in the text.
  static func firstAlias(in bytes: [UInt8]) -> String? {
    guard bytes.contains(ampersand), bytes.contains(asterisk) else { return nil }
    var anchors: Set<ArraySlice<UInt8>> = []
    var aliases: [ArraySlice<UInt8>] = []
    for index in bytes.indices where bytes[index] == ampersand || bytes[index] == asterisk {
      guard index == 0 || canPrecedeToken(bytes[index - 1]) else { continue }
      let name = bytes[(index + 1)...].prefix(while: isNameByte)
      guard !name.isEmpty else { continue }
      if bytes[index] == ampersand { anchors.insert(name) } else { aliases.append(name) }
    }
    return aliases.first { anchors.contains($0) }.map { String(decoding: $0, as: UTF8.self) }
  }

  private static let ampersand = UInt8(ascii: "&")
  private static let asterisk = UInt8(ascii: "*")

  private static func canPrecedeToken(_ byte: UInt8) -> Bool {
    // Anything but a letter or a digit: a byte-order mark, a bracket, a colon, white space, a quote.
    !isAlphanumeric(byte)
  }

  /// The bytes that libyaml accepts in the name of an anchor.
  private static func isNameByte(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }
}
