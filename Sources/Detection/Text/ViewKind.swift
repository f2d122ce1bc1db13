/// A way in which text can be hidden from a plain scan, and is undone before scanning again.
public enum ViewKind: String, Sendable, Hashable, CaseIterable {
  /// Look-alike letters, full-width forms, accents, invisible and tag characters folded to ASCII.
  case folded
  /// A run of base64 in either alphabet. RFC 4648 §4, §5.
  case base64
  /// A run of hexadecimal digits.
  case hex
  /// Compressed data within base64 or hexadecimal digits. RFC 1952, RFC 1950.
  case gzip
  /// `%41`. RFC 3986 §2.1.
  case percent
  /// `&#65;` and the few named references that matter. HTML Living Standard §13.5.
  case htmlEntity = "html_entity"
  /// `\u0041`, `\x41` standing in text.
  case escape
  /// Strings side by side in an array, or under numbered keys, read as one.
  case joined
  /// `v t a b e r`: each letter thirteen places on.
  case rot13
  /// Written from right to left.
  case reversed
  /// Digits for letters: `1gn0r3`.
  case leet
  /// `i g n o r e`: letters kept apart.
  case spaced
  /// Broken into short lines within words.
  case wrapped
}
