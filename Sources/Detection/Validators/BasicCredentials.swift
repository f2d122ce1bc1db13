/// The value of `Authorization: Basic …`.
enum BasicCredentials {
  /// Decodes to printable text with a colon and something after it. SOURCE: RFC 7617 §2.
  static func isPlausible(_ value: ArraySlice<UInt8>) -> Bool {
    guard let text = EncodedRun.base64Decoded(value), let colon = text.firstIndex(of: 0x3a) else {
      return false
    }
    return colon + 1 < text.count && text.allSatisfy { $0 >= 0x20 && $0 != 0x7f }
  }
}
