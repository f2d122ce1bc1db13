public import Authority
import Basics
import Identity
import Settings
import SPIFFE
import Storage
import Synchronization

/// The authority that this gateway is itself, with what it gives to workloads and to the gateway.
public final class EmbeddedAuthority: Sendable {
  public let authority: Authority
  let issuer: AttestingIssuer
  private let source: IdentitySource
  private let id: SPIFFEID
  private let dnsNames: [String]
  private let own = Mutex<IssuedSVID?>(nil)
  private let watcher = Mutex<(@Sendable () -> Void)?>(nil)

  /// Opens it and gives the gateway its first SVID. Blocks on the disk.
  init(
    _ configuration: Configuration, in directory: StateDirectory, _ identities: IdentityStore, _ source: IdentitySource
  ) throws(LoadProblem) {
    let settings = configuration.identity.authority
    do {
      let domain = try TrustDomain(configuration.identity.trustDomain)
      authority = try Authority(
        of: domain, path: directory.file(Authority.fileName),
        AuthoritySettings(
          lifetime: settings.lifetime, svidLifetime: settings.svidLifetime, tokenLifetime: settings.tokenLifetime))
      id = try OwnID.of(configuration)
    } catch {
      throw LoadProblem("authority", error)
    }
    issuer = AttestingIssuer(authority) {
      identities.workloads().map { Registration(id: $0.id, selectors: $0.selectors, lifetime: $0.lifetime) }
    }
    self.source = source
    dnsNames = configuration.identity.dnsNames
    issuer.federated = source.federated
    do { _ = try rotate(now: .now()) } catch { throw LoadProblem("authority", error) }
  }

  /// Has changes that workloads are to see told to `watcher`.
  func watch(_ watcher: @escaping @Sendable () -> Void) { self.watcher.withLock { $0 = watcher } }

  /// Hands the bundles of foreign trust domains on to workloads.
  func federationChanged() {
    issuer.federated = source.federated
    watcher.withLock { $0 }?()
  }

  /// Renews what is due: the authority's keys, and our own SVID at half of its life. Blocks on the disk.
  ///
  /// - Returns: Whether the bundle changed.
  func rotate(now: Timestamp) throws -> Bool {
    let isChanged = try authority.rotate(now: now)
    if isChanged { source.tell(.authorityRotated(sequence: authority.bundle.sequence ?? 0)) }
    let isDue = own.withLock { $0.map { $0.renewal <= now } ?? true }
    guard isChanged || isDue else { return false }
    let svid = try authority.issue(id, dnsNames: dnsNames, now: now)
    try source.install(
      id, chain: svid.chain, key: svid.key, expires: svid.expires, bundles: [authority.bundle])
    own.withLock { $0 = svid }
    return isChanged
  }
}

/// Which SPIFFE ID the gateway itself has.
enum OwnID {
  static func of(_ configuration: Configuration) throws(SPIFFEIDError) -> SPIFFEID {
    let settings = configuration.identity
    if let text = settings.spiffeID { return try SPIFFEID(text) }
    return try SPIFFEID(
      try TrustDomain(settings.trustDomain), ["gateways", "precinct", configuration.profile.rawValue])
  }
}
