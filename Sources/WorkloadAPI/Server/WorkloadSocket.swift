import Glibc

/// The file of a Unix socket.
public enum WorkloadSocket {
  /// `unix:///run/x.sock`, `unix:/run/x.sock` or a path; nil for what is no Unix socket.
  ///
  /// - Source: SPIFFE Workload Endpoint §4.
  public static func path(of address: String) -> String? {
    guard !address.hasPrefix("tcp:") else { return nil }
    var path = address[...]
    if path.hasPrefix("unix:") { path = path.dropFirst("unix:".count) }
    if path.hasPrefix("///") { path = path.dropFirst(2) }
    guard !path.isEmpty, !path.hasPrefix("//"), path.utf8.count <= pathBytesMax else { return nil }
    return String(path)
  }

  /// Source: unix(7): 108 bytes with the zero at the end.
  public static let pathBytesMax = 107

  /// Whether somebody answers at `path`.
  public static func isServed(_ path: String) -> Bool {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    guard path.utf8.count <= pathBytesMax else { return false }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    // SAFETY: the path is shorter than the room, which is zero beyond it; the pointer lives as long as the call.
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
    return unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
  }

  /// Removes a socket that nobody serves any more.
  public static func clear(_ path: String) throws(WorkloadSocketError) {
    guard path.utf8.count <= pathBytesMax else {
      throw WorkloadSocketError(path, "is longer than \(pathBytesMax) bytes, which no Unix socket may be")
    }
    var status = stat()
    // SAFETY: the path is a C string that lives as long as the call.
    guard unsafe lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFSOCK else {
      throw WorkloadSocketError(path, "is there and is no socket; name another path")
    }
    guard !isServed(path) else {
      throw WorkloadSocketError(path, "is served by another process; stop it, or name another path")
    }
    unsafe unlink(path)
  }

  /// Removes the file of a socket that we have served.
  public static func remove(_ path: String) { unsafe unlink(path) }

  /// Lets nobody but our own user connect.
  public static func restrict(_ path: String) throws(WorkloadSocketError) {
    guard unsafe chmod(path, 0o600) == 0 else {
      throw WorkloadSocketError(path, "cannot be kept from others (errno \(errno))")
    }
  }

  /// Lets every user of this machine connect.
  static func open(_ path: String) throws(WorkloadSocketError) {
    guard unsafe chmod(path, 0o777) == 0 else {
      throw WorkloadSocketError(path, "cannot be opened to callers (errno \(errno))")
    }
  }
}

/// Why a Workload API socket cannot be served.
public struct WorkloadSocketError: Error, Sendable, CustomStringConvertible {
  public let path: String
  public let detail: String

  public init(_ path: String, _ detail: String) {
    self.path = path
    self.detail = detail
  }

  public var description: String { "\(path): \(detail)" }
}
