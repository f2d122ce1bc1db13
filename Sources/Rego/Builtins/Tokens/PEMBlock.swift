internal import Basics

/// The first block of a PEM text (RFC 7468).
struct PEMBlock {
  let label: String
  let bytes: [UInt8]
  /// Something other than white space stands behind the block.
  let hasTrailingData: Bool

  init?(_ text: [UInt8]) {
    let lines = String(decoding: text, as: UTF8.self).split(whereSeparator: \.isNewline)
    guard let first = lines.first, first.hasPrefix("-----BEGIN "), first.hasSuffix("-----") else { return nil }
    let label = String(first.dropFirst(11).dropLast(5))
    guard let end = lines.firstIndex(where: { $0.hasPrefix("-----END \(label)-----") }) else { return nil }
    guard let bytes = Base64.decode(lines[1..<end].joined().utf8.filter { $0 != 0x20 }, .standard) else { return nil }
    self.label = label
    self.bytes = bytes
    let rest = lines[end].dropFirst("-----END \(label)-----".count)
    hasTrailingData = !rest.allSatisfy(\.isWhitespace) || lines[(end + 1)...].contains { !$0.allSatisfy(\.isWhitespace) }
  }
}
