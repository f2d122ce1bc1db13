import Glibc
public import Settings
import WorkloadAPI

/// Where the embedded authority's Workload API is.
public enum AuthoritySocket {
  private static let systemDirectory = "/run/precinct"
  private static let fileName = "agent.sock"

  /// The configured path; or, for root, the place where workloads of all users look, unless another gateway serves
  /// that; or the state directory, where only workloads of our own user reach it.
  public static func path(_ configuration: Configuration) -> String {
    if let socket = configuration.identity.authority.socket { return WorkloadSocket.path(of: socket) ?? socket }
    let system = "\(systemDirectory)/\(fileName)"
    let isOurs = geteuid() == 0 && !WorkloadSocket.isServed(system)
    // SAFETY: the path is a C string that lives as long as the call.
    if isOurs, unsafe mkdir(systemDirectory, 0o755) == 0 || errno == EEXIST { return system }
    return "\(configuration.stateDirectory)/\(fileName)"
  }
}
