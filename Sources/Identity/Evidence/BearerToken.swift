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
    let token = value[space...].utf8.drop { $0 == UInt8(ascii: " ") }
    guard !token.isEmpty else { throw .authorizationScheme }
    if token.starts(with: "$SPIKE{".utf8) || token.starts(with: "spike:ref:".utf8) { return nil }
    guard token.allSatisfy(isTokenCharacter) else { throw .authorizationScheme }
    return String(decoding: token, as: UTF8.self)
  }

  /// `b64token` of RFC 6750.
  private static func isTokenCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "~"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="):
      true
    default: false
    }
  }
}
