public import Basics

/// How a client proves itself, and whom it trusts.
public struct SearchCredentials: Sendable {
  /// PEM files. Without a bundle the system's authorities are trusted.
  public var authorityFile: String?
  public var certificateFile: String?
  public var keyFile: String?
  public var username: String
  public var password: Redacted<String>?

  public init(username: String = "admin") { self.username = username }

  /// The value of the `Authorization` field; nil without a password. RFC 7617.
  var authorization: Redacted<String>? {
    password.map { Redacted("Basic " + Base64.encode(Array("\(username):\($0.exposed())".utf8))) }
  }
}
