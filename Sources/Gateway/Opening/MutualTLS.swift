import Basics
public import NIOSSL
import SPIFFE
import Settings

/// TLS of a listener: what it presents, and how it judges the certificates of callers.
public struct MutualTLS: Sendable {
  public let configuration: TLSConfiguration
  let verifier: SVIDVerifier

  init(configuration: TLSConfiguration, verifier: SVIDVerifier) {
    self.configuration = configuration
    self.verifier = verifier
  }

  /// Whether a caller's chain is an SVID of an allowed trust domain.
  public func verify(_ certificates: [NIOSSLCertificate]) async -> NIOSSLVerificationResult {
    let chain = certificates.compactMap { try? $0.toDERBytes() }
    guard chain.count == certificates.count else { return .failed }
    switch await verifier.verify(chain: chain, now: .now()) {
    case .success: return .certificateVerified
    case .failure: return .failed
    }
  }
}

extension GatewayService {
  /// TLS of the decision point's listener; nil where it speaks plain HTTP. Blocks on the disk.
  public func decisionPointTLS() throws(LoadProblem) -> MutualTLS? {
    try Opening.mutualTLS(configuration.decisionPoint.tls, configuration.identity, "decision_point.tls")
  }
}
