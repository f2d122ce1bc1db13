public import Basics

/// The other end of a connection, and how we show who we are.
public struct SinkAddress: Sendable {
  public var host: String
  public var port: Int
  /// With a query if there is one; `/` for none. Not used by syslog.
  public var path = "/"
  /// Nil for a connection that is not protected.
  public var tls: SinkTLS?
  /// The value of an `Authorization` field; nil for none.
  public var authorization: Redacted<String>?

  public init(host: String, port: Int) {
    self.host = host
    self.port = port
  }

  /// As it goes into a `Host` field.
  var authority: String {
    let name = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
    return port == (tls == nil ? 80 : 443) ? name : "\(name):\(port)"
  }
}

/// Files of a connection's TLS.
public struct SinkTLS: Sendable, Equatable {
  /// Authorities that the server's certificate must come from; nil for those of the system.
  public var authorityFile: String?
  /// Our certificate with its chain, and its key; nil for none.
  public var certificateFile: String?
  public var keyFile: String?

  public init(authorityFile: String? = nil, certificateFile: String? = nil, keyFile: String? = nil) {
    self.authorityFile = authorityFile
    self.certificateFile = certificateFile
    self.keyFile = keyFile
  }
}
