/// Why the Workload API does not answer a call. The raw value is the gRPC status code.
///
/// - Source: SPIFFE Workload Endpoint §5, §6; SPIFFE Workload API §4.3, §6;
///   <https://grpc.github.io/grpc/core/md_doc_statuscodes.html>.
public enum WorkloadError: Int, Error, Sendable, Hashable, CaseIterable {
  /// The request or the security header is not what the standard asks for.
  case invalidArgument = 3
  /// The caller has no identity here.
  case permissionDenied = 7
  case resourceExhausted = 8
  case unimplemented = 12
  /// The authority cannot work; the log says why.
  case `internal` = 13
  case unavailable = 14

  /// What the caller is told: nothing that helps it to another's identity.
  public var message: String {
    switch self {
    case .invalidArgument: "the request is not valid"
    case .permissionDenied: "no identity issued"
    case .resourceExhausted: "too many connections"
    case .unimplemented: "no such method"
    case .internal: "the authority cannot answer"
    case .unavailable: "the authority is not there"
    }
  }
}
