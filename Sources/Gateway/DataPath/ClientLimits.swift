import Basics

/// Limits of a client's connection, from the configuration.
struct ClientLimits: Sendable {
  var headBytesMax = 32_768
  var bodyBytesMax = 4_194_304
  /// From the first byte of a request to its last.
  var requestTimeout = Duration.seconds(30)
  /// Silence between requests.
  var keepAlive = Duration.seconds(75)
  /// Time for a client to read its answer.
  var writeTimeout = Duration.seconds(60)
  /// After a refusal that leaves input unread, the connection is read out for so long, so that the client gets
  /// the answer and no reset.
  static let lingerTimeout = Duration.seconds(1)
  /// Bytes that a client may send ahead of the answer to its present request.
  static let pipelinedBytesMax = 65_536
  /// Bytes of a stream that wait for a client who reads too slowly. A server's HTTP connection is held back long before;
  /// one whose messages come on a channel for several clients cannot be.
  static let waitingBytesMax = 64 << 20
}
