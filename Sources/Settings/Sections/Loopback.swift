/// Hosts that only this machine can reach.
enum Loopback {
  /// `localhost`, `::1` and 127.0.0.0/8 in dotted form. A name that merely resolves to loopback is not
  /// trusted to go on doing so.
  static func names(_ host: String) -> Bool {
    if host == "localhost" || host == "::1" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }

  /// Whether an http:// or https:// URL leads to such a host.
  static func isHost(of url: String) -> Bool {
    let rest = url.hasPrefix("https://") ? url.dropFirst(8) : url.dropFirst(7)
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    if authority.hasPrefix("[") { return names(String(authority.dropFirst().prefix { $0 != "]" })) }
    return names(String(authority.prefix { $0 != ":" }))
  }
}
