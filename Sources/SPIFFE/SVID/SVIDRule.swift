public import X509

/// One family of rules that an X.509-SVID has to meet, usable as a policy of any X.509 verifier.
///
/// A policy can give its reason only as text; the rule behind it gives the code.
public protocol SVIDRule: VerifierPolicy, Sendable {
  /// The first rule that `chain` (leaf first, authority last) breaks, or nil.
  func violation(in chain: UnverifiedCertificateChain) -> SVIDError?
}

extension SVIDRule {
  public func chainMeetsPolicyRequirements(chain: UnverifiedCertificateChain) -> PolicyEvaluationResult {
    guard let error = violation(in: chain) else { return .meetsPolicy }
    return .failsToMeetPolicy(reason: "\(error.rawValue): \(error.description)")
  }
}
