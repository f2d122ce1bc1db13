import NIOCore

/// The limits of HTTP/2 connections.
enum HTTP2Limits {
  /// Requests at the same time on one connection. Source: RFC 9113 §6.5.2 recommends 100 or more.
  static let streamsMax = 100
  /// Room for a request's body that may be under way, in bytes, for each stream.
  static let windowBytes = 1 << 18
}
