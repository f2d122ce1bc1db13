import HTTPTypes
import Hummingbird

/// Refuses what a web page could send from a browser on this machine (DNS rebinding).
///
/// A page can only make a browser name the page's own host, and a rebound name is a name: `Host` must therefore be
/// an IP address, `localhost`, or the name that the listener was given. `Origin`, if there is one, must be the same
/// host and port.
struct HostCheck: RouterMiddleware {
  typealias Context = BasicRequestContext
  /// The name of the listener in the configuration.
  let host: String

  func handle(
    _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
  ) async throws -> Response {
    try check(request)
    return try await next(request, context)
  }

  func check(_ request: Request) throws(ControlError) {
    let authority = request.head.authority ?? ""
    guard isTrusted(authority) else {
      throw ControlError(
        .forbidden, "control_host_refused", "This host name is not the control plane's.",
        remediation: "Use the address that the gateway printed, such as 127.0.0.1:9091.")
    }
    if let origin = request.headers[.origin], origin != "http://\(authority)" {
      throw ControlError(
        .forbidden, "control_origin_refused", "The control plane takes no requests of other web pages.",
        remediation: "Open the control plane at its own address.")
    }
  }

  /// Whether `authority`, with or without a port, cannot be a rebound name.
  func isTrusted(_ authority: String) -> Bool {
    if authority.hasPrefix("[") { return authority.contains("]") }
    let name = authority.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).first ?? ""
    return name == "localhost" || name == host[...] || Self.isIPv4(name)
  }

  private static func isIPv4(_ text: Substring) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy { part in
      (1...3).contains(part.count) && part.allSatisfy { (0x30...0x39).contains($0) }
    }
  }
}
