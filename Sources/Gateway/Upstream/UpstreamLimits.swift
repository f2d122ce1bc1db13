import SPIFFE

/// Limits of one upstream, from the configuration. Connections and waiting calls are per event loop.
struct UpstreamLimits: Sendable, Equatable {
  var connectionsMax = 128
  var waitingMax = 1_024
  var connectTimeout = Duration.seconds(2)
  /// Longest wait for a free connection.
  var waitTimeout = Duration.seconds(5)
  /// From the request to the first byte of the answer, and between bytes of a sized answer.
  var answerTimeout = Duration.seconds(60)
  /// Longest silence on an event stream.
  var streamIdleTimeout = Duration.seconds(300)
  /// An idle connection is closed after this; below the 5 s at which common Python servers close theirs, so
  /// that a call is not sent into a closing connection.
  var keepAlive = Duration.milliseconds(4_000)
  var headBytesMax = 32_768
  /// Who the server has to be; empty: whoever has the certificate of its host name.
  var peers: Set<SPIFFEID> = []
}
