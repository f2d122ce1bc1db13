import Basics
import Gateway
import Logging
import SPIFFE

/// Writes what happens to identities into the log of the program.
enum IdentityLog {
  static func attach(to gateway: GatewayService, _ logger: Logger) {
    gateway.runtime.identity.observe { write($0, to: logger) }
  }

  static func write(_ notice: IdentityNotice, to logger: Logger) {
    switch notice {
    case .peerRefused(let error, let address):
      logger.warning(
        "a certificate was refused", metadata: ["rule": "\(error.rawValue)", "why": "\(error)", "peer": "\(address)"])
    case .peerKeptOut(let id, let address):
      logger.warning("an identity that is kept out was refused", metadata: ["id": "\(id)", "peer": "\(address)"])
    case .upstreamRefused(let host, let error):
      logger.error(
        "a server did not prove who it is",
        metadata: ["server": "\(host)", "rule": "\(error?.rawValue ?? "upstream_spiffe_ids")"])
    case .rotated(let id, let expires):
      logger.notice("the SVID was renewed", metadata: ["id": "\(id)", "expires": "\(expires.rfc3339)"])
    case .rotationFailed(let reason):
      logger.error("the SVID could not be renewed", metadata: ["reason": "\(reason)"])
    case .federationFailed(let domain, let reason):
      logger.error("a bundle could not be had", metadata: ["trust_domain": "\(domain)", "reason": "\(reason)"])
    case .authorityRotated(let sequence):
      logger.notice("the authority's keys have changed", metadata: ["bundle_sequence": "\(sequence)"])
    }
  }
}
