import SPIFFE

/// Identity by declaration: the header `X-SPIFFE-ID`, for development on one's own machine.
///
/// It proves nothing. Whether it counts is decided by ``CallerEvidence``, never here.
public final class DevelopmentHeader: Sendable {
  public static let name = "X-SPIFFE-ID"

  /// Principals that are remembered, so that a caller that comes back costs one look-up.
  static let rememberedMax = 1_024

  private let domains: TrustDomains
  private let remembered = BoundedCache<String, Principal>(capacity: rememberedMax)

  public init(domains: TrustDomains) {
    self.domains = domains
  }

  /// - Parameter values: Every value of the header, in order; also one that was sent in two lines.
  /// - Returns: nil if there is none.
  /// - Throws: `identity_header_repeated`, `identity_header_invalid`, `identity_trust_domain`.
  public func principal(from values: [String]) throws(IdentityError) -> Principal? {
    guard let value = values.first else { return nil }
    guard values.count == 1 else { throw .headerRepeated }
    if let known = remembered.value(for: value) { return known }
    guard let id = try? SPIFFEID(value), !id.path.isEmpty else { throw .headerInvalid }
    let principal = try domains.principal(id, .headerDeclared)
    remembered.insert(principal, for: value)
    return principal
  }
}
