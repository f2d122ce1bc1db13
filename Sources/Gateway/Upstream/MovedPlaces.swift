/// Where servers have said they have moved, as one event loop has seen it.
///
/// Only 307 and 308 are followed, because only they keep method and body, and only within the server's own origin:
/// what the gateway sends must not reach another machine on a server's word. Source: RFC 9110 §15.4.
struct MovedPlaces {
  private var moved: [UpstreamURL: UpstreamURL] = [:]

  func place(of url: UpstreamURL) -> UpstreamURL { moved.isEmpty ? url : moved[url] ?? url }

  /// Remembers what a redirect says; false if it is none that may be followed.
  mutating func follow(_ url: UpstreamURL, status: Int, location: String?) -> Bool {
    guard status == 307 || status == 308, let location, let place = url.resolving(location), place != url else {
      return false
    }
    moved[url] = place
    return true
  }
}
