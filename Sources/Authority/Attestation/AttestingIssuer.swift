public import Basics
public import SPIFFE
import Synchronization
public import WorkloadAPI

/// Answers the Workload API from the embedded authority: attests the caller and gives it the identities that are
/// registered for it.
///
/// A caller without a registration is refused every method, as the standard says. Workloads of one identity share
/// their SVID until it is half used.
public final class AttestingIssuer: WorkloadIssuer {
  private struct Key: Hashable {
    let id: SPIFFEID
    let lifetime: Duration?
  }

  private let authority: Authority
  private let registrations: @Sendable () -> [Registration]
  private let foreign = Mutex<[BundleDocument]>([])
  private let now: @Sendable () -> Timestamp
  private let digests = ExecutableDigests()
  private let issued = Mutex<[Key: IssuedSVID]>([:])

  /// Audiences of one request.
  static let audiencesMax = 16

  /// - Parameter registrations: Those in force: neither revoked nor in quarantine.
  public init(
    _ authority: Authority, registrations: @escaping @Sendable () -> [Registration],
    now: @escaping @Sendable () -> Timestamp = { Timestamp.now() }
  ) {
    self.authority = authority
    self.registrations = registrations
    self.now = now
  }

  /// Bundles of foreign trust domains that callers get beside our own.
  public var federated: [BundleDocument] {
    get { foreign.withLock { $0 } }
    set { foreign.withLock { $0 = newValue } }
  }

  public func answer(
    _ method: WorkloadMethod, _ request: [UInt8], for caller: CallerProcess
  ) throws(WorkloadError) -> WorkloadAnswer {
    let entries = entries(of: caller)
    guard !entries.isEmpty else { throw .permissionDenied }
    switch method {
    case .fetchX509SVID: return try x509SVIDs(entries)
    case .fetchX509Bundles: return WorkloadAnswer(message: BundlesResponse.x509(bundles { $0.concatenated }).wire)
    case .fetchJWTSVID: return try tokens(entries, request)
    case .fetchJWTBundles: return WorkloadAnswer(message: BundlesResponse.jwt(bundles { $0.keySet }).wire)
    case .validateJWTSVID: return try validation(request)
    }
  }

  private func entries(of caller: CallerProcess) -> [Registration] {
    var attestation = Attestation(caller, digests)
    let found = registrations().filter { attestation.satisfies($0.selectors) }
    // A process that has ended is nobody, whatever was read of it before.
    return caller.isThere ? found.sorted { $0.id.text < $1.id.text } : []
  }

  private func x509SVIDs(_ entries: [Registration]) throws(WorkloadError) -> WorkloadAnswer {
    let bundle = authority.bundle.concatenated
    var svids: [X509SVIDResponse.SVID] = []
    var renewal: Timestamp?
    for entry in entries {
      let svid = try svid(of: entry)
      renewal = min(renewal ?? svid.renewal, svid.renewal)
      svids.append(
        X509SVIDResponse.SVID(
          id: svid.id.text, certificates: svid.chain.flatMap { $0 }, key: svid.key.exposed(), bundle: bundle))
    }
    var others: [String: [UInt8]] = [:]
    for bundle in federated { others[bundle.trustDomain.id.text] = bundle.concatenated }
    return WorkloadAnswer(
      message: X509SVIDResponse(svids: svids, federatedBundles: others).wire, renewal: renewal)
  }

  private func svid(of entry: Registration) throws(WorkloadError) -> IssuedSVID {
    let now = now()
    let key = Key(id: entry.id, lifetime: entry.lifetime)
    return try issued.withLock { (issued) throws(WorkloadError) in
      if let svid = issued[key], now < svid.renewal, authority.isCurrent(svid, now: now) { return svid }
      issued = issued.filter { $0.value.expires > now }
      do throws(AuthorityError) {
        let svid = try authority.issue(entry.id, lifetime: entry.lifetime, now: now)
        issued[key] = svid
        return svid
      } catch { throw .internal }
    }
  }

  private func tokens(_ entries: [Registration], _ request: [UInt8]) throws(WorkloadError) -> WorkloadAnswer {
    guard let wanted = try? JWTSVIDRequest(wire: request), !wanted.audiences.isEmpty,
      wanted.audiences.count <= Self.audiencesMax, !wanted.audiences.contains("")
    else { throw .invalidArgument }
    if !wanted.id.isEmpty, (try? SPIFFEID(wanted.id)) == nil { throw .invalidArgument }
    let chosen = entries.filter { wanted.id.isEmpty || $0.id.text == wanted.id }
    guard !chosen.isEmpty else { throw .permissionDenied }
    var svids: [JWTSVIDResponse.SVID] = []
    for entry in chosen {
      do throws(AuthorityError) {
        let token = try authority.issueToken(entry.id, audiences: wanted.audiences, now: now()).token
        svids.append(JWTSVIDResponse.SVID(id: entry.id.text, token: token))
      } catch { throw .internal }
    }
    return WorkloadAnswer(message: JWTSVIDResponse(svids: svids).wire)
  }

  private func bundles(_ form: (BundleDocument) -> [UInt8]) -> [String: [UInt8]] {
    var bundles = [authority.trustDomain.id.text: form(authority.bundle)]
    for bundle in federated { bundles[bundle.trustDomain.id.text] = form(bundle) }
    return bundles
  }

  /// Source: SPIFFE Workload API §6.2.3: a token that is not valid is an argument that is not valid.
  private func validation(_ request: [UInt8]) throws(WorkloadError) -> WorkloadAnswer {
    guard let wanted = try? ValidateJWTSVIDRequest(wire: request), !wanted.audience.isEmpty,
      let token = try? CompactToken(parsing: Array(wanted.token.utf8))
    else { throw .invalidArgument }
    let documents = [authority.bundle] + federated
    let verifier = JWTSVIDVerifier(
      bundles: documents.compactMap { try? $0.trustBundle() }, audiences: [wanted.audience])
    guard let id = try? verifier.verify(token, now: now()) else { throw .invalidArgument }
    let response = ValidateJWTSVIDResponse(id: id.text, claims: token.claims.members)
    return WorkloadAnswer(message: response.wire)
  }
}
