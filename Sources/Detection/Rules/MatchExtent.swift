/// How far a finding reaches beyond the bytes that its pattern matched. Patterns have a bounded width;
/// an extent is found in one pass over the bytes that follow.
public enum MatchExtent: String, Sendable, Hashable, CaseIterable {
  /// Exactly the match.
  case match
  /// The match, or the longest beginning of it that ends before a space or hyphen and passes the validators:
  /// for numbers written in groups, which the text after them can look like.
  case groups
  /// And every following byte of a token: letters, digits, `-._~+/=%`.
  case token
  /// And everything up to white space, a quote or the end of the text.
  case word
  /// Up to and including the `-----END … -----` line that closes a PEM block, or all of the armoured
  /// text that follows when there is none.
  case pem
  /// Up to the end of the line.
  case line
}
