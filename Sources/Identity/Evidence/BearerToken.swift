/// The token in the header `Authorization`. Source: RFC 6750 §2.1, RFC 9110 §11.4.
enum BearerToken {
  /// - Returns: nil if there is none, or if the value is the reference of a late-bound secret: that is for
  ///   the upstream, not for us.
  /// - Throws: `identity_authorization_repeated`, `identity_authorization_scheme`.
  static func token(in values: [String]) throws(IdentityError) -> String? {
    guard let value = values.first else { return nil }
    guard values.count == 1 else { throw .authorizationRepeated }
    let bytes = value.utf8
    guard let space = bytes.firstIndex(of: UInt8(ascii: " ")),
      bytes[..<space].elementsEqual("bearer".utf8, by: { $0 | 0x20 == $1 })
    else { throw .authorizationScheme }
    // What the token is made of is for the verifier to judge.
    let token = bytes[space...].drop { $0 == UInt8(ascii: " ") }
    guard !token.isEmpty else { throw .authorizationScheme }
    if token.starts(with: "$SPIKE{".utf8) || token.starts(with: "spike:ref:".utf8) { return nil }
    return String(Substring(token))
  }
}
