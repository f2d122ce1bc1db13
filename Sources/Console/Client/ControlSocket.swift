#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// One TCP connection to an address of this machine. Every function blocks.
struct ControlSocket: ~Copyable {
  // SAFETY: the `unsafe` calls below pass pointers to values that live as long as the call; what `getaddrinfo`
  // allocates is read before it is freed, and freed once.

  private let file: Int32

  /// How long a read or a write may take, in seconds.
  static let timeoutSeconds = 30

  /// - Parameter host: An IP address; names are not looked up.
  init(host: String, port: Int) throws(ControlClientError) { file = try Self.connected(host, port) }

  private static func connected(_ host: String, _ port: Int) throws(ControlClientError) -> Int32 {
    var hints = unsafe addrinfo()
    unsafe hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    guard unsafe getaddrinfo(host, String(port), &hints, &list) == 0, let found = unsafe list else {
      throw .failed("\(host):\(port) is no address of the control plane")
    }
    defer { unsafe freeaddrinfo(list) }
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let file = unsafe socket(found.pointee.ai_family, kind, 0)
    guard file >= 0 else { throw .failed("there is no socket to be had (error \(errno))") }
    var limit = timeval(tv_sec: timeoutSeconds, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    unsafe setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
    unsafe setsockopt(file, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
    guard unsafe connect(file, found.pointee.ai_addr, found.pointee.ai_addrlen) == 0 else {
      close(file)
      throw .notRunning("nothing answers at \(host):\(port)")
    }
    return file
  }

  deinit { close(file) }

  func send(_ bytes: [UInt8]) throws(ControlClientError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe Self.write(file, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .failed("the connection broke while asking (error \(errno))") }
      rest = rest.dropFirst(count)
    }
  }

  /// The next bytes; empty at the end.
  func receive() throws(ControlClientError) -> ArraySlice<UInt8> {
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = unsafe chunk.withUnsafeMutableBytes { unsafe recv(file, $0.baseAddress, $0.count, 0) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .failed("the control plane did not answer within \(Self.timeoutSeconds) seconds") }
      return chunk.prefix(count)
    }
  }

  /// The C function that has the name of a method here.
  private static func write(
    _ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int, _ flags: Int32
  ) -> Int {
    #if canImport(Glibc)
      unsafe Glibc.send(file, bytes, count, flags)
    #else
      unsafe Musl.send(file, bytes, count, flags)
    #endif
  }
}
