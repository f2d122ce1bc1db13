import Basics
import SPIFFE

/// All keys of the authority, in the order in which they were made. A value: a rotation makes another.
struct AuthorityKeys: Sendable {
  static let version = 1

  let trustDomain: TrustDomain
  /// Grows with every change. Source: Trust Domain and Bundle §4.1.1.
  private(set) var sequence: Int
  private(set) var x509: [X509Authority]
  private(set) var tokens: [TokenAuthority]

  /// Without a key: the first rotation makes them.
  init(trustDomain: TrustDomain) {
    self.trustDomain = trustDomain
    sequence = 0
    x509 = []
    tokens = []
  }

  /// Forgets what has expired and makes the successors that are due.
  ///
  /// - Returns: Whether anything changed.
  mutating func rotate(lifetime: Duration, now: Timestamp) throws -> Bool {
    var isChanged = false
    if x509.contains(where: { $0.span.expires <= now }) || tokens.contains(where: { $0.span.expires <= now }) {
      x509.removeAll { $0.span.expires <= now }
      tokens.removeAll { $0.span.expires <= now }
      isChanged = true
    }
    if KeySpan.needsSuccessor(x509.map(\.span), lifetime: lifetime, now: now) {
      let span = KeySpan(madeAt: now, lifetime: lifetime, isFirst: x509.isEmpty)
      x509.append(try X509Authority.make(of: trustDomain, span, now: now))
      isChanged = true
    }
    if KeySpan.needsSuccessor(tokens.map(\.span), lifetime: lifetime, now: now) {
      tokens.append(.make(KeySpan(madeAt: now, lifetime: lifetime, isFirst: tokens.isEmpty)))
      isChanged = true
    }
    if isChanged { sequence += 1 }
    return isChanged
  }

  /// Adds successors that sign at once; what was signed before stays valid until it expires.
  mutating func replaceSigners(lifetime: Duration, now: Timestamp) throws {
    let span = KeySpan(madeAt: now, lifetime: lifetime, isFirst: true)
    x509.append(try X509Authority.make(of: trustDomain, span, now: now))
    tokens.append(.make(span))
    sequence += 1
  }

  func x509Signer(now: Timestamp) -> X509Authority? {
    KeySpan.signing(x509.map(\.span), now: now).map { x509[$0] }
  }

  func tokenSigner(now: Timestamp) -> TokenAuthority? {
    KeySpan.signing(tokens.map(\.span), now: now).map { tokens[$0] }
  }

  /// The text of the state file: it holds private keys.
  var stored: Redacted<[UInt8]> {
    let document: JSONValue = [
      "version": .integer(Self.version), "trust_domain": .string(trustDomain.name), "sequence": .integer(sequence),
      "x509_authorities": .array(x509.map(\.stored)), "jwt_authorities": .array(tokens.map(\.stored)),
    ]
    return Redacted(document.serialized() + [UInt8(ascii: "\n")])
  }

  /// Reads what ``stored`` writes.
  init(stored bytes: [UInt8], of trustDomain: TrustDomain) throws(AuthorityError) {
    // An error of the parser may show what it read, which is a key.
    guard let value = try? JSONValue.parse(bytes), value["version"]?.intValue == Self.version,
      let domain = value["trust_domain"]?.stringValue, let sequence = value["sequence"]?.intValue,
      let x509 = value["x509_authorities"]?.arrayValue, let tokens = value["jwt_authorities"]?.arrayValue
    else { throw AuthorityError(.malformed, "it is no authority of version \(Self.version)") }
    guard domain == trustDomain.name else {
      throw AuthorityError(
        .otherDomain, "it is the authority of \(domain), and identity.trust_domain is \(trustDomain.name)")
    }
    self.trustDomain = trustDomain
    self.sequence = sequence
    self.x509 = x509.compactMap(X509Authority.init(stored:))
    self.tokens = tokens.compactMap(TokenAuthority.init(stored:))
    guard self.x509.count == x509.count, self.tokens.count == tokens.count else {
      throw AuthorityError(.malformed, "a key in it cannot be read")
    }
  }
}
