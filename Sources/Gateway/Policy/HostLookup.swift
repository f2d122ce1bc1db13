import Glibc
import NIOCore

/// Asks the system's resolver. Blocks for as long as that takes.
enum HostLookup {
  /// Every address of `host` once, in order; empty if there is none.
  static func addresses(of host: String) -> [String] {
    var hints = unsafe addrinfo()
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var first: UnsafeMutablePointer<addrinfo>?
    // SAFETY: the list is the resolver's until it is freed, which is at the end of this function.
    guard unsafe getaddrinfo(host, nil, &hints, &first) == 0 else { return [] }
    defer { unsafe freeaddrinfo(first) }
    var found: Set<String> = []
    var next = unsafe first
    while let entry = unsafe next {
      if let address = unsafe text(of: entry.pointee) { found.insert(address) }
      unsafe next = entry.pointee.ai_next
    }
    return found.sorted()
  }

  private static func text(of entry: addrinfo) -> String? {
    var buffer = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    // SAFETY: the address has the length that the resolver says, and the buffer the one that it is given with.
    let status = unsafe getnameinfo(
      entry.ai_addr, entry.ai_addrlen, &buffer, socklen_t(buffer.count), nil, 0, NI_NUMERICHOST)
    guard status == 0 else { return nil }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
