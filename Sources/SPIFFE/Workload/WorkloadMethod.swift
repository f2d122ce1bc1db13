/// The calls of the Workload API; the raw value is the path of the gRPC method.
///
/// - Source: <https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE_Workload_API.md>, Appendix A.
public enum WorkloadMethod: String, Sendable, Hashable, CaseIterable {
  case fetchX509SVID = "/SpiffeWorkloadAPI/FetchX509SVID"
  case fetchX509Bundles = "/SpiffeWorkloadAPI/FetchX509Bundles"
  case fetchJWTSVID = "/SpiffeWorkloadAPI/FetchJWTSVID"
  case fetchJWTBundles = "/SpiffeWorkloadAPI/FetchJWTBundles"
  case validateJWTSVID = "/SpiffeWorkloadAPI/ValidateJWTSVID"

  /// Whether answers keep coming for as long as the caller stays.
  public var isStream: Bool {
    switch self {
    case .fetchX509SVID, .fetchX509Bundles, .fetchJWTBundles: true
    case .fetchJWTSVID, .validateJWTSVID: false
    }
  }
}
