import Basics

/// Text in a header value: as it is where it can be, and between `=?base64?` and `?=` where it cannot.
///
/// - Source: MCP 2026-07-28, Transports, Value Encoding (SEP-2243).
public enum SentinelText {
  private static let prefix = Array("=?base64?".utf8)
  private static let suffix = Array("?=".utf8)

  /// The text that a header value stands for, as UTF-8; nil if it claims to be encoded and is not well formed.
  ///
  /// The markers are exact and in lower case; anything else is literal. Decoding is done once: what comes out is
  /// never decoded again.
  public static func decoded(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard isEncoded(value) else { return value }
    let inner = value.dropFirst(prefix.count).dropLast(suffix.count)
    guard let bytes = Base64.decode(inner), String(validating: bytes, as: UTF8.self) != nil else { return nil }
    return bytes[...]
  }

  /// The header value that stands for `text`.
  public static func encoded(_ text: String) -> String {
    let bytes = Array(text.utf8)
    let isPlain = bytes.allSatisfy { 0x20...0x7E ~= $0 } && bytes.first != 0x20 && bytes.last != 0x20
    if isPlain, !isEncoded(bytes[...]) { return text }
    return "=?base64?" + Base64.encode(bytes) + "?="
  }

  private static func isEncoded(_ value: ArraySlice<UInt8>) -> Bool {
    value.count >= prefix.count + suffix.count && value.starts(with: prefix)
      && value.suffix(suffix.count).elementsEqual(suffix)
  }
}
