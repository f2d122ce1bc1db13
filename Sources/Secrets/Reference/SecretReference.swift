/// A place in a text of a call where the gateway puts a secret, so that the agent never holds it.
///
/// Two forms, letters as shown, no white space:
///
/// ```
/// $SECRET{NAME}
/// $SPIKE{ref:NAME[,exp:SECONDS][,scope:SCOPE]}
/// NAME    = 1…128 of A-Z a-z 0-9 _ . - /      the first a letter or digit
/// SECONDS = 1…86400 in decimal digits, no leading zero
/// SCOPE   = 1…128 of A-Z a-z 0-9 _ . -
/// ```
public struct SecretReference: Sendable, Equatable {
  public let name: String
  /// How long the redeemed value may be kept, in seconds. The gateway uses it for one call and keeps nothing,
  /// so every limit is met.
  public let keepSecondsMax: Int?
  /// What the secret is used for; see ``SecretEntry/scopes``.
  public let scope: String?
  /// The bytes of the text that it takes up.
  public let range: Range<Int>

  /// References that one text may hold.
  public static let countMax = 64
  static let nameBytesMax = 128
  static let scopeBytesMax = 128
  static let keepSecondsLimit = 86_400
}
