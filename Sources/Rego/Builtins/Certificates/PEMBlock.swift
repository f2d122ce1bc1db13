/// A block of a PEM text (RFC 7468).
struct PEMBlock {
  let label: String
  let bytes: [UInt8]

  /// The next block at or behind the start of `text`, which then starts behind it; nil if there is none.
  ///
  /// Text between blocks and lines with headers are passed over, and so is a block that is not well-formed.
  init?(nextIn text: inout ArraySlice<UInt8>) {
    while let (begin, rest) = PEMBlock.line(startingWith: "-----BEGIN ", in: text) {
      text = rest
      let label = String(decoding: begin.dropFirst(11), as: UTF8.self)
      guard label.hasSuffix("-----") else { continue }
      let name = String(label.dropLast(5))
      guard let (_, after) = PEMBlock.line(startingWith: "-----END \(name)-----", in: text) else { continue }
      let body = text[..<after.startIndex]
      let lines = body.split { $0 == 0x0A || $0 == 0x0D }.dropLast()
      let encoded = lines.filter { !$0.contains(UInt8(ascii: ":")) }.joined()
      guard let bytes = try? GoBase64.decode(encoded.filter { $0 != 0x20 && $0 != 0x09 }, .standard) else { continue }
      text = after
      self.label = name
      self.bytes = bytes
      return
    }
    return nil
  }

  /// The first line with this start (white space before it does not count), and what follows that line.
  private static func line(
    startingWith prefix: String, in text: ArraySlice<UInt8>
  ) -> (line: ArraySlice<UInt8>, rest: ArraySlice<UInt8>)? {
    var rest = text
    while !rest.isEmpty {
      let raw = rest.prefix { $0 != 0x0A }
      var line = raw.drop { $0 == 0x20 || $0 == 0x09 }
      while let last = line.last, [0x0D, 0x20, 0x09].contains(last) { line.removeLast() }
      rest = rest[raw.endIndex...].dropFirst()
      if line.starts(with: prefix.utf8) { return (line, rest) }
    }
    return nil
  }

  static func all(in bytes: [UInt8]) -> [PEMBlock] {
    var text = bytes[...]
    var blocks: [PEMBlock] = []
    while let block = PEMBlock(nextIn: &text) { blocks.append(block) }
    return blocks
  }
}
