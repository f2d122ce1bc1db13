import Hummingbird
import NIOCore

/// What the decision point knows of a request besides the request.
struct DecisionPointContext: InitializableFromSource {
  /// Address of the peer, without its port.
  let peer: String

  init(source: ApplicationRequestContextSource) { peer = source.channel.remoteAddress?.ipAddress ?? "" }
}
