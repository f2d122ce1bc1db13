import Approvals
public import Audit
import AuditIndex
import AuditSinks
import Basics
import Detection
import Identity
import NIOSSL
import Registry
import Secrets
import Sessions
public import Settings
import SPIFFE
import Storage
import Telemetry

/// Opens the parts of a gateway. Every function blocks on the disk.
enum Opening {
  static func stateDirectory(_ configuration: Configuration) throws(LoadProblem) -> StateDirectory {
    do throws(StorageError) {
      return try StateDirectory(configuration.stateDirectory)
    } catch {
      throw LoadProblem("state", error)
    }
  }

  static func runtime(
    _ configuration: Configuration, in directory: StateDirectory, audit options: AuditLogOptions
  ) throws(LoadProblem) -> GatewayRuntime {
    do {
      let database = try StateDatabase(in: directory)
      let audit = try AuditLog(configuration.audit.path, options)
      let history = try RegistryHistory(in: directory.path)
      let metrics = GatewayMetrics(labels: CallMetrics.labels(redactionTypes: [], servers: []))
      metrics.observeAuditLag(
        entries: { Int64(audit.lag.entries) }, age: { audit.lag.oldest.nanosecondsSaturating })
      let plans = try SinkPlan.all(configuration.audit)
      let sinks = try AuditSinks(
        plans, of: audit, metrics: SinkMetrics.declared(in: metrics.registry, sinks: plans.map(\.name)))
      let indexer = configuration.audit.index ? AuditIndexer(of: audit) : nil
      if let indexer { metrics.observeAuditIndexLag { indexer.lag } }
      return GatewayRuntime(
        RuntimeParts(
          audit: audit, sinks: sinks, indexer: indexer, metrics: metrics,
          approvals: try ApprovalStore(database: database, settings: ApprovalSettings(configuration.stepUp), now: .now()),
          secrets: SecretStore(in: directory),
          identities: try IdentityStore(path: directory.file(IdentityStore.fileName)),
          identity: try IdentitySource(configuration),
          riskSessions: SessionStore(
            limits: SessionLimits(
              principalsMax: configuration.sessions.sessionsMax, sessionsMax: configuration.sessions.sessionsMax,
              sessionsPerPrincipalMax: configuration.sessions.sessionsPerCallerMax,
              idleExpiry: configuration.sessions.idleTimeout)),
          limiter: RateLimiter(keysMax: configuration.rateLimit.callersMax),
          breakers: BreakerBoard(settings: BreakerSettings(configuration.circuitBreaker)),
          sessions: ClientSessions(
            countMax: configuration.sessions.sessionsMax, idle: configuration.sessions.idleTimeout),
          catalogue: ToolCatalogue(
            observed: ObservedTools(timeToLive: configuration.registry.refreshInterval, history: history)),
          doorway: Doorway(configuration.listeners.data), policies: PolicyStore(in: directory.path),
          seal: try seal(in: directory), review: ToolReview(history: history),
          subjects: try SubjectSealing(configuration.audit, database, in: directory)))
    } catch let problem as LoadProblem {
      throw problem
    } catch {
      throw LoadProblem("state", error)
    }
  }

  /// The embedded authority, where it is the provider. Without one, `agw_svid_ttl_seconds` is not shown.
  static func embedded(
    _ configuration: Configuration, in directory: StateDirectory, _ runtime: GatewayRuntime
  ) throws(LoadProblem) -> EmbeddedAuthority? {
    guard configuration.identity.provider != .mock else { return nil }
    runtime.metrics.observeSVID { [source = runtime.identity] in
      source.identity.map { max(0, $0.expires.since(.now()).components.seconds) } ?? 0
    }
    try FederationKeeper.readFiles(configuration.identity, into: runtime.identity)
    guard configuration.identity.provider == .embedded else { return nil }
    return try EmbeddedAuthority(configuration, in: directory, runtime.identities, runtime.identity)
  }

  private static let sealKeyFile = "mcp-state.key"

  /// The key outlives the process, so that a round that began before a restart can end after it.
  private static func seal(in directory: StateDirectory) throws -> StateSeal {
    let path = directory.file(sealKeyFile)
    if let key = try? FileBytes.read(path, bytesMax: StateSeal.keyBytes), key.count == StateSeal.keyBytes {
      return StateSeal(key: key)
    }
    var generator = SystemRandomNumberGenerator()
    let key = (0..<StateSeal.keyBytes).map { _ in UInt8.random(in: 0...255, using: &generator) }
    try FileBytes.replace(path, with: key, mode: 0o600)
    return StateSeal(key: key)
  }

  /// The data plane's TLS; nil where it speaks plain HTTP.
  static func tls(_ configuration: Configuration, _ runtime: GatewayRuntime) throws(LoadProblem) -> ServerTLS? {
    let isKeptOut: @Sendable (SPIFFEID) -> Bool = { [identities = runtime.identities] in identities.isRevoked($0) }
    if configuration.listeners.data.svid { return ServerTLS(runtime.identity, isKeptOut: isKeptOut) }
    return try tls(configuration)?.watched(by: runtime.identity, isKeptOut: isKeptOut)
  }

  /// TLS with the files that the configuration names.
  static func tls(_ configuration: Configuration) throws(LoadProblem) -> ServerTLS? {
    guard
      let mutual = try mutualTLS(
        configuration.listeners.data.tls, configuration.identity, "listeners.data.tls")
    else { return nil }
    do {
      var tls = mutual.configuration
      tls.applicationProtocols = ConnectionProtocols.names
      return ServerTLS(context: try NIOSSLContext(configuration: tls), verifier: mutual.verifier)
    } catch {
      throw LoadProblem("listener", error)
    }
  }

  /// TLS of a listener whose callers show SVIDs; nil where it speaks plain HTTP.
  static func mutualTLS(
    _ settings: TLSSettings, _ identity: IdentitySettings, _ section: String
  ) throws(LoadProblem) -> MutualTLS? {
    guard let certificate = settings.certificateFile, let key = settings.keyFile else { return nil }
    do {
      let tls = TLSProfile(settings).server(
        try NIOSSLCertificate.fromPEMFile(certificate), try NIOSSLPrivateKey(file: key, format: .pem))
      var bundles: [TrustBundle] = []
      for (domain, path) in settings.bundleFiles.sorted(by: { $0.key < $1.key }) {
        guard let domain = try? TrustDomain(domain) else {
          throw LoadProblem("listener", ["\(section).bundle_files: \(domain) is no trust domain"])
        }
        let bundle = try SVIDFiles.readBundle(path, of: domain)
        guard BundlePins.admits(bundle.handedOn, BundlePins.read(identity)) else {
          throw LoadProblem("listener", ["\(path): its digest is \(bundle.handedOn.digest), not what identity.bundle_pins says"])
        }
        bundles.append(bundle)
      }
      let verifier = SVIDVerifier(
        bundles: bundles, allowed: try IdentityLoader.allowedDomains(identity),
        skew: identity.clockSkew)
      return MutualTLS(configuration: tls, verifier: verifier)
    } catch let problem as LoadProblem {
      throw problem
    } catch {
      throw LoadProblem("listener", error)
    }
  }
}

extension AuditLogOptions {
  /// How a log is kept that these settings describe.
  public init(_ settings: AuditSettings) {
    self.init(
      durability: settings.durability == .commit ? .commit : .buffered, segmentBytesMax: settings.segmentBytesMax)
    segmentAgeMax = settings.segmentAgeMax > .zero ? settings.segmentAgeMax : nil
    compressesSegments = settings.compressSegments
    signing = AuditSigning(
      origin: settings.origin, entriesMax: settings.checkpointEntriesMax, interval: settings.checkpointInterval,
      anchorPath: settings.anchor)
  }
}

extension ApprovalSettings {
  init(_ settings: StepUpSettings) {
    self.init()
    requestLife = settings.requestTTL
    approvalLife = settings.approvalTTL
    denialHold = settings.denialHold
    pendingMax = settings.pendingMax
    pendingPerPrincipalMax = settings.pendingPerCallerMax
  }
}

extension BreakerSettings {
  init(_ settings: CircuitBreakerSettings) {
    self.init(
      failuresToOpen: settings.failureThreshold, openFor: settings.resetTimeout, probesMax: settings.trialCallsMax,
      successesToClose: settings.successThreshold, probeLease: settings.trialTimeout)
  }
}

extension Doorway {
  init(_ settings: DataListenerSettings) {
    self.init(
      allowedOrigins: Set(settings.allowedOrigins), allowedHosts: Set(settings.allowedHosts),
      isLoopback: settings.isLoopback, flood: RateLimiter(),
      floodLimit: RateLimit(perMinute: settings.peerRequestsPerMinute, burst: settings.peerBurst))
  }
}
