/// Why a text is not a SPIFFE ID or not a trust domain; the raw value is the code for logs.
///
/// - Source: SPIFFE-ID §2 <https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE-ID.md>.
public enum SPIFFEIDError: String, Error, Sendable, Hashable, CaseIterable {
  case empty = "spiffe_id_empty"
  case tooLong = "spiffe_id_too_long"
  case wrongScheme = "spiffe_id_wrong_scheme"
  case missingTrustDomain = "spiffe_id_missing_trust_domain"
  case trustDomainTooLong = "spiffe_id_trust_domain_too_long"
  case trustDomainCharacter = "spiffe_id_trust_domain_character"
  case pathCharacter = "spiffe_id_path_character"
  case emptySegment = "spiffe_id_empty_segment"
  case dotSegment = "spiffe_id_dot_segment"
  case trailingSlash = "spiffe_id_trailing_slash"
}

extension SPIFFEIDError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .empty: "a SPIFFE ID may not be empty"
    case .tooLong: "a SPIFFE ID has at most \(SPIFFELimits.idBytesMax) bytes"
    case .wrongScheme: "a SPIFFE ID begins with `spiffe://`, in lower case"
    case .missingTrustDomain: "the trust domain is missing"
    case .trustDomainTooLong: "a trust domain has at most \(SPIFFELimits.trustDomainBytesMax) bytes"
    case .trustDomainCharacter: "a trust domain holds only a-z, 0-9, dot, dash and underscore"
    case .pathCharacter: "a path segment holds only letters, digits, dot, dash and underscore"
    case .emptySegment: "a path may not hold empty segments"
    case .dotSegment: "a path may not hold the segments `.` and `..`"
    case .trailingSlash: "a path may not end with a slash"
    }
  }
}
