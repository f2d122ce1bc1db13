/// Recognises keys that ask for a secret to be written down.
///
/// Secrets are given by reference: `password_env: NAME` or `password_file: PATH`.
enum LiteralSecret {
  private static let words: Set<Substring> = [
    "password", "passwd", "passphrase", "secret", "secrets", "token", "tokens", "credential", "credentials",
    "apikey", "key", "bearer", "authorization", "dsn",
  ]

  /// Whether a key of this name would hold a secret in clear text.
  static func isNamed(by key: String) -> Bool {
    let parts = key.lowercased().split { $0 == "_" || $0 == "-" }
    guard let last = parts.last, last != "env", last != "file" else { return false }
    return words.contains(last)
  }

  /// Whether a URL carries a password or token before its host.
  static func isInURL(_ url: String) -> Bool {
    guard let scheme = url.utf8.firstRange(of: "://".utf8) else { return false }
    return url.utf8[scheme.upperBound...].prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
      .contains(UInt8(ascii: "@"))
  }
}

extension Decoding {
  /// Adds the problem of a key that is not known here.
  mutating func reportUnknown(_ entry: SourceEntry, known: [String]) {
    if LiteralSecret.isNamed(by: entry.key) {
      // The value stays out of the message: it is a secret now in the wrong place.
      report(
        .literalSecret, entry.key, at: entry.keyOrigin,
        "secrets are given by reference only: name an environment variable (\(entry.key)_env) or a file "
          + "(\(entry.key)_file)", suggestion: Spelling.nearest(to: entry.key + "_env", among: known))
      return
    }
    let suggestion = Spelling.nearest(to: entry.key, among: known)
    let hint = suggestion == nil ? ", known here: \(known.joined(separator: ", "))" : ""
    report(.unknownKey, entry.key, at: entry.keyOrigin, "unknown key\(hint)", suggestion: suggestion)
  }
}
