import Basics
import Crypto

/// The hash of one file of a bundle, as its signature holds it.
struct BundleHash {
  /// SHA-1, MD5 and the short forms of SHA-2, which OPA also writes, are left out: they prove too little.
  enum Kind: String {
    case sha256 = "SHA-256"
    case sha384 = "SHA-384"
    case sha512 = "SHA-512"
  }

  let kind: Kind
  let bytes: [UInt8]

  /// Whether `file` has this hash. Documents are hashed without regard to white space and the order of keys.
  func isHash(of file: TarReader.File) throws(BundleError) -> Bool {
    var content = file.bytes
    if Self.isDocument(file.path) {
      do throws(JSONError) {
        var text: [UInt8] = []
        Self.write(try JSONValue.parse(file.bytes), to: &text)
        content = text
      } catch {
        throw BundleError(.content, "\(file.path): \(error)")
      }
    }
    let digest: [UInt8] =
      switch kind {
      case .sha256: Array(SHA256.hash(data: content))
      case .sha384: Array(SHA384.hash(data: content))
      case .sha512: Array(SHA512.hash(data: content))
      }
    return digest == bytes
  }

  private static func isDocument(_ path: String) -> Bool {
    let name = path.split(separator: "/").last
    return name == "data.json" || path == BundleManifest.fileName
  }

  /// The text that OPA hashes: keys in order of their bytes, no white space, numbers as they stood.
  private static func write(_ value: JSONValue, to text: inout [UInt8]) {
    switch value {
    case .array(let elements):
      text.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { text.append(UInt8(ascii: ",")) }
        write(element, to: &text)
      }
      text.append(UInt8(ascii: "]"))
    case .object(let members):
      text.append(UInt8(ascii: "{"))
      let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      for (index, member) in sorted.enumerated() {
        if index > 0 { text.append(UInt8(ascii: ",")) }
        writeString(member.key, to: &text)
        text.append(UInt8(ascii: ":"))
        write(member.value, to: &text)
      }
      text.append(UInt8(ascii: "}"))
    case .string(let string): writeString(string, to: &text)
    default: text += value.serialized()
    }
  }

  /// As Go's encoder writes a string: control characters and the two line separators of Unicode are escaped.
  private static func writeString(_ string: String, to text: inout [UInt8]) {
    text.append(UInt8(ascii: "\""))
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += Array(#"\""#.utf8)
      case "\\": text += Array(#"\\"#.utf8)
      case "\n": text += Array(#"\n"#.utf8)
      case "\r": text += Array(#"\r"#.utf8)
      case "\t": text += Array(#"\t"#.utf8)
      case "\u{8}": text += Array(#"\b"#.utf8)
      case "\u{C}": text += Array(#"\f"#.utf8)
      case "\u{2028}": text += Array(#"\u2028"#.utf8)
      case "\u{2029}": text += Array(#"\u2029"#.utf8)
      case _ where scalar.value < 0x20:
        text += Array(#"\u00"#.utf8)
        text += [Hex.digit(UInt8(scalar.value >> 4)), Hex.digit(UInt8(scalar.value & 0xF))]
      default: text += Array(String(scalar).utf8)
      }
    }
    text.append(UInt8(ascii: "\""))
  }
}
