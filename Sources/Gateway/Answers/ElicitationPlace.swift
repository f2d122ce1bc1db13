/// Where a server may send a person: over https, to a host that shows what it is.
///
/// - Source: MCP 2025-11-25, Elicitation, Safe URL Handling.
enum ElicitationPlace {
  static func isAllowed(_ text: String) -> Bool {
    guard let url = UpstreamURL(text) else { return false }
    let host = url.origin.host.lowercased()
    // A name in which letters of other scripts may look like these.
    guard !host.split(separator: ".").contains(where: { $0.hasPrefix("xn--") }) else { return false }
    return url.origin.isSecure || host == "localhost" || host == "127.0.0.1" || host == "::1"
  }
}
