public import Basics
public import Identity
public import Settings
public import SPIFFE

/// Everything that is known of one identity, for `agw inspect identity`.
public enum IdentityPage {
  /// - Parameters:
  ///   - record: nil if nobody registered or saw it.
  ///   - allowedTools: The registered tools that the policies let it call.
  public static func document(
    of id: SPIFFEID, _ record: IdentityRecord?, _ settings: IdentitySettings, allowedTools: [String]
  ) -> JSONObject {
    var object = record?.document.objectValue ?? ["spiffe_id": .string(id.text), "status": "unknown"]
    let isAllowed = settings.allowedTrustDomains.contains { $0 == "*" || $0 == id.trustDomain.name }
    let kind = PrincipalKind(of: id, isForeign: !isAllowed || settings.federation[id.trustDomain.name] != nil)
    object["trust_domain"] = .string(id.trustDomain.name)
    object["is_trust_domain_allowed"] = .bool(isAllowed)
    object["kind"] = .string(kind.rawValue)
    object["level"] = .integer(kind.level)
    object["role"] = .string(kind.role)
    object["capabilities"] = .array(kind.capabilities.map { .string($0) })
    object["allowed_tools"] = .array((record?.isKeptOut == true ? [] : allowedTools).map { .string($0) })
    return object
  }
}
