import SPIFFE

/// Why a Workload API does not give what was asked of it.
public enum WorkloadClientError: Error, Sendable, Equatable, CustomStringConvertible {
  /// There is no socket, or nobody behind it.
  case unreachable(String)
  /// It answered with a gRPC status other than 0.
  case refused(status: Int, message: String)
  /// It answered what is not of this API.
  case malformed(String)
  /// It ended the stream, or the connection broke.
  case ended

  public var description: String {
    switch self {
    case .unreachable(let reason): "the Workload API cannot be reached: \(reason)"
    case .refused(let status, let message) where status == WorkloadError.permissionDenied.rawValue:
      "the Workload API gives this process no identity (\(message)); register it"
    case .refused(let status, let message): "the Workload API refuses (status \(status): \(message))"
    case .malformed(let what): "the Workload API answers nonsense: \(what)"
    case .ended: "the Workload API ended the stream"
    }
  }
}
