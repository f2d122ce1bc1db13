public import Basics
import NIOSSL
public import SPIFFE
import Settings
import Synchronization

/// Our own identity as it is now: everybody who opens a TLS connection takes it from here, so that a rotation is one
/// exchange of a value and no connection that stands is touched.
public final class IdentitySource: Sendable {
  private let current = Mutex<IdentityMaterial?>(nil)
  private let given = Mutex<Given?>(nil)
  private let foreign = Mutex<[TrustDomain: BundleDocument]>([:])
  private let observer = Mutex<(@Sendable (IdentityNotice) -> Void)?>(nil)
  private let profile: TLSProfile
  private let allowed: Set<TrustDomain>
  private let pins: [TrustDomain: String]
  private let skew: Duration

  /// For a program that is no gateway: peers are of `allowed` trust domains only.
  init(allowed: Set<TrustDomain>) {
    profile = TLSProfile(TLSSettings())
    self.allowed = allowed
    skew = SVIDVerifier.skewDefault
    pins = [:]
  }

  init(_ configuration: Configuration) throws(LoadProblem) {
    profile = TLSProfile(configuration.listeners.data.tls)
    allowed = try IdentityLoader.allowedDomains(configuration.identity)
    skew = configuration.identity.clockSkew
    pins = BundlePins.read(configuration.identity)
  }

  /// nil until the provider has given one.
  var material: IdentityMaterial? { current.withLock { $0 } }

  /// Our ID and when its SVID expires; nil until the provider has given one.
  public var identity: (id: SPIFFEID, expires: Timestamp)? { material.map { ($0.id, $0.expires) } }

  /// The bundles in force, by their trust domain.
  public var bundles: [BundleDocument] { material?.bundles ?? [] }

  /// Has notices told to `observer`, on any thread.
  public func observe(_ observer: @escaping @Sendable (IdentityNotice) -> Void) {
    self.observer.withLock { $0 = observer }
  }

  func tell(_ notice: IdentityNotice) { observer.withLock { $0 }?(notice) }

  /// Puts an SVID and bundles in force, for connections that are opened from now on.
  ///
  /// - Parameters:
  ///   - chain: DER, the leaf first.
  ///   - key: PKCS#8 in DER.
  /// - Throws: ``LoadProblem`` if they do not fit together; then what was in force stays so.
  func install(
    _ id: SPIFFEID, chain: [[UInt8]], key: Redacted<[UInt8]>, expires: Timestamp, bundles: [BundleDocument]
  ) throws(LoadProblem) {
    try install(Given(id: id, chain: chain, key: key, expires: expires, bundles: bundles))
    tell(.rotated(id, expires: expires))
  }

  /// Puts the bundle of a foreign trust domain in force, beside those that the provider gives.
  ///
  /// - Throws: ``LoadProblem`` if it cannot be used; then the old one stays in force.
  func federate(_ bundle: BundleDocument) throws(LoadProblem) {
    let isNew = foreign.withLock { $0.updateValue(bundle, forKey: bundle.trustDomain) != bundle }
    if isNew, let given = given.withLock({ $0 }) { try install(given) }
  }

  /// Bundles of foreign trust domains that the configuration names.
  var federated: [BundleDocument] {
    foreign.withLock { $0.values.sorted { $0.trustDomain.name < $1.trustDomain.name } }
  }

  /// What the provider gave last.
  private struct Given {
    let id: SPIFFEID
    let chain: [[UInt8]]
    let key: Redacted<[UInt8]>
    let expires: Timestamp
    let bundles: [BundleDocument]
  }

  private func install(_ given: Given) throws(LoadProblem) {
    let named = Set(given.bundles.map(\.trustDomain))
    let bundles = given.bundles + federated.filter { !named.contains($0.trustDomain) }
    let material: IdentityMaterial
    do {
      let certificates = try given.chain.map { try NIOSSLCertificate(bytes: $0, format: .der) }
      let key = try NIOSSLPrivateKey(bytes: given.key.exposed(), format: .der)
      let usable = bundles.filter { allowed.contains($0.trustDomain) && BundlePins.admits($0, pins) }
      let verifier = SVIDVerifier(bundles: try usable.map { try $0.trustBundle() }, allowed: allowed, skew: skew)
      let server = profile.server(certificates, key, protocols: ConnectionProtocols.names)
      material = IdentityMaterial(
        id: given.id, expires: given.expires, chain: given.chain, bundles: bundles,
        server: ServerIdentity(context: try NIOSSLContext(configuration: server), verifier: verifier),
        endpoint: try NIOSSLContext(configuration: profile.endpoint(certificates, key)),
        client: try NIOSSLContext(configuration: profile.client(certificates, key)), verifier: verifier)
    } catch {
      throw LoadProblem("identity", ["the SVID of \(given.id) cannot be used: \(error)"])
    }
    self.given.withLock { $0 = given }
    current.withLock { $0 = material }
  }
}
