/// Why the upstream leg gave no answer.
enum UpstreamFailure: Error, Sendable, Equatable {
  /// The connection could not be made, or broke before the answer was complete.
  case unavailable
  case timeout
  /// All connections are busy and the queue is full or was waited in too long.
  case overloaded
  /// The bytes are not HTTP/1.1, or not the MCP that was asked for.
  case invalid
  case tooLarge

  var denial: Denial {
    switch self {
    case .unavailable: Denial(.upstreamUnavailable, "The server behind the gateway cannot be reached.")
    case .timeout: Denial(.upstreamTimeout, "The server behind the gateway did not answer in time.")
    case .overloaded:
      Denial(.upstreamOverloaded, "The server behind the gateway has no free connection.", retryAfterSeconds: 1)
    case .invalid: Denial(.upstreamInvalid, "The server behind the gateway gave an answer that is not valid.")
    case .tooLarge: Denial(.answerTooLarge, "The answer of the server behind the gateway is too large.")
    }
  }
}
