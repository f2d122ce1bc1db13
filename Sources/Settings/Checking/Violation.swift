/// One thing that a profile does not start with.
public struct Violation: Sendable, Hashable {
  public enum Code: String, Sendable, CaseIterable {
    case headerIdentity = "profile_header_identity"
    case mockIdentity = "profile_mock_identity"
    case svidLifetime = "profile_svid_lifetime"
    case plainHTTP = "profile_plain_http"
    case controlExposed = "profile_control_exposed"
    case decisionPointExposed = "profile_decision_point_exposed"
    case bundleUnsigned = "profile_bundle_unsigned"
    case tlsVersion = "profile_tls_version"
    case trustDomains = "profile_trust_domains"
    case defaultAction = "profile_default_action"
    case registryUnproven = "profile_registry_unproven"
    case policyUnproven = "profile_policy_unproven"
    case auditDurability = "profile_audit_durability"
    case detectionAction = "profile_detection_action"
  }

  public let code: Code
  /// Dotted path of the key that decides it.
  public let key: String
  public let origin: Origin
  /// What is wrong and what to do, in a sentence.
  public let message: String
}

extension Violation: CustomStringConvertible {
  public var description: String { "\(origin): \(key): \(message)" }
}
