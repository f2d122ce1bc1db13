/// Expressions for values that stand after the name of a vendor: `ACME_API_KEY = "…"`, `acme token …`.
enum NamedSecret {
  /// What says that a credential follows.
  private static let word =
    #"(?:key|token|secret|access|private|auth|passw|pwd|cred|pat\b|_pat|[_.\- ]id\b|client[_.\- ]?id|signature|cookie|session)"#
  private static let assignment = #"["'\])>]{0,2}\s{0,6}(?:[?:.|+]{0,3}={1,3}>?|:{1,3}|->)[\s(]{0,20}["'`]{0,2}(?:Bearer )?"#
  /// After a word that says so, less will do: a space, a hyphen, a tag's end.
  private static let loose =
    #"["'\])>]{0,2}\s{0,6}(?:[?:.|+]{0,3}={1,3}>?|:{1,3}|,|->|>|\(|\s|-)[\s(]{0,20}["'`]{0,2}(?:Bearer )?"#
  private static let token = #"[A-Za-z0-9_\-.+/=~]{16,200}"#
  private static let end = #"(?:[^A-Za-z0-9_\-+/]|$)"#

  /// The expression for text. `value` nil stands for any token, which must be announced by a word like key.
  static func expression(name: String, value: String?) -> String {
    let said = #"(?i:[\w.\- ]{0,40}"# + word + #"[\w.\-]{0,24}(?: [a-z]\w{1,14}){0,2})"# + loose
    let ways = value == nil ? [said] : [said, #"[\w.\-]{0,40}"# + assignment, #"[\s\-:=>]{1,3}["'`]?"#]
    return "(?i:\(escaped(name)))(?:\(ways.joined(separator: "|")))(?P<value>\(value ?? token))\(end)"
  }

  /// The expression for the whole value of a member whose key has the name.
  static func keyedExpression(value: String?) -> String { "^(?P<value>\(value ?? token))$" }

  /// Whether a name that was found at `start` is a word, or a part of one as `camelCase` and `snake_case` have parts:
  /// `etsyKey` and `MY_ETSY_KEY`, not `betsyKey` nor `SetSysctl`.
  static func isWord(at start: Int, of names: [[UInt8]], in text: ArraySlice<UInt8>) -> Bool {
    guard let name = names.filter({ ASCII.has($0, at: start, of: text) }).max(by: { $0.count < $1.count }) else {
      return true
    }
    if start > text.startIndex, ASCII.isLetter(text[start - 1]),
      !(ASCII.isLower(text[start - 1]) && ASCII.isUpper(text[start]))
    {
      return false
    }
    let end = start + name.count
    guard end < text.endIndex, name.count > 2, ASCII.isLower(text[end]) else { return true }
    return !(ASCII.isUpper(text[end - 1]) && ASCII.isLower(text[end - 2]))
  }

  private static func escaped(_ name: String) -> String {
    name.unicodeScalars.map { $0.properties.isAlphabetic || $0 == "_" || ("0"..."9").contains($0) ? "\($0)" : "\\\($0)" }
      .joined()
  }
}
