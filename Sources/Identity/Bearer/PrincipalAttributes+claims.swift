import Basics
import SPIFFE

extension PrincipalAttributes {
  /// Values taken from one list claim; more are ignored, so that a token cannot make policies slow.
  static let valuesMax = 256
  /// Actors taken from nested `act` claims.
  static let actorsMax = 8

  /// What a verified token says: `scope` or `scp`, `roles`, `tenant` or `tid`, `client_id` or `azp`, `act`.
  ///
  /// - Source: RFC 9068 §2.2, RFC 8693 §4.1 and §4.2; `scp`, `tid` and `azp` as large issuers write them.
  init(claims: TokenClaims) {
    self.init(
      roles: Self.list(claims["roles"]),
      scopes: Self.words(claims["scope"] ?? claims["scp"]),
      tenant: (claims["tenant"] ?? claims["tid"])?.stringValue,
      clientID: (claims["client_id"] ?? claims["azp"])?.stringValue,
      delegation: Self.actors(claims["act"]))
  }

  private static func list(_ value: JSONValue?) -> [String] {
    (value?.arrayValue ?? []).prefix(valuesMax).compactMap(\.stringValue)
  }

  /// One text of words, or a list of texts.
  private static func words(_ value: JSONValue?) -> [String] {
    guard let text = value?.stringValue else { return list(value) }
    return text.utf8.split(separator: UInt8(ascii: " ")).prefix(valuesMax).map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  private static func actors(_ value: JSONValue?) -> [String] {
    var found: [String] = []
    var next = value
    while found.count < actorsMax, let actor = next?["sub"]?.stringValue {
      found.append(actor)
      next = next?["act"]
    }
    return found
  }
}
