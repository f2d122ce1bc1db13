public import Basics
import FoundationEssentials
public import SwiftASN1
public import X509

/// Every certificate of the chain is valid now, give or take a small difference of clocks.
///
/// - Source: RFC 5280 §4.1.2.5; X509-SVID §5.1.
public struct ValidityRule: SVIDRule {
  public let verifyingCriticalExtensions: [ASN1ObjectIdentifier] = []
  public let now: Timestamp
  public let skew: Duration

  public init(now: Timestamp, skew: Duration) {
    self.now = now
    self.skew = skew
  }

  public func violation(in chain: UnverifiedCertificateChain) -> SVIDError? {
    for certificate in chain {
      let notBefore = Timestamp(certificate.notValidBefore)
      let notAfter = Timestamp(certificate.notValidAfter)
      if now.adding(skew) < notBefore { return .notYetValid }
      if notAfter.adding(skew) < now { return .expired }
    }
    return nil
  }
}

extension Timestamp {
  /// The times of a certificate have whole seconds and four-digit years, so that nothing is lost or
  /// overflows.
  init(_ date: Date) {
    self.init(seconds: Int64(date.timeIntervalSince1970.rounded()))
  }
}
