public import Basics

/// How a certificate is to be made. The defaults give a sound X.509-SVID; each change makes one defect.
public struct SVIDRecipe: Sendable {
  /// URIs of the subject alternative names.
  public var uris: [String]
  /// DNS names of the subject alternative names.
  public var dnsNames: [String] = []
  /// IP addresses of the subject alternative names, 4 or 16 bytes each.
  public var ipAddresses: [[UInt8]] = []
  public var notBefore: Timestamp
  public var notAfter: Timestamp
  public var isAuthority = false
  public var pathLength: Int?
  public var hasBasicConstraints = true
  public var hasKeyUsage = true
  public var isKeyUsageCritical = true
  public var digitalSignature = true
  public var keyAgreement = false
  public var keyCertSign = false
  public var crlSign = false
  /// nil: no extended key usage at all.
  public var extendedKeyUsages: [Usage]? = [.client, .server]
  /// Whether a critical extension that nobody knows is added.
  public var hasUnknownCriticalExtension = false
  /// Whether the certificate names its own key and its issuer's, as sound ones do.
  public var hasKeyIdentifiers = true
  public var commonName: String
  public var key: TestKey

  public enum Usage: Sendable {
    case client
    case server
    case codeSigning
  }

  /// A leaf for `id`, valid from a minute before `now` for an hour.
  public init(_ id: String, now: Timestamp = .now(), key: TestKey = .p256()) {
    uris = [id]
    notBefore = now.adding(.seconds(-60))
    notAfter = now.adding(.seconds(3_600))
    commonName = "workload"
    self.key = key
  }

  /// An authority of the trust domain `domain`, valid for a day.
  public static func authority(
    of domain: String, name: String, now: Timestamp = .now(), pathLength: Int? = nil, key: TestKey = .p256()
  ) -> SVIDRecipe {
    var recipe = SVIDRecipe("spiffe://" + domain, now: now, key: key)
    recipe.notAfter = now.adding(.seconds(86_400))
    recipe.isAuthority = true
    recipe.pathLength = pathLength
    recipe.digitalSignature = false
    recipe.keyCertSign = true
    recipe.crlSign = true
    recipe.extendedKeyUsages = nil
    recipe.commonName = name
    return recipe
  }

  /// The recipe with one thing changed.
  public func with(_ change: (inout SVIDRecipe) -> Void) -> SVIDRecipe {
    var recipe = self
    change(&recipe)
    return recipe
  }
}
