/// Why a secret is not given, or cannot be changed.
///
/// Messages name secrets, never their values.
public struct SecretError: Error, Sendable, Equatable, CustomStringConvertible {
  public enum Code: String, Sendable, CaseIterable {
    case notFound = "secret_not_found"
    /// The caller, the tool or the scope is not on the secret's lists.
    case notAllowed = "secret_not_allowed"
    case expired = "secret_expired"
    /// The store cannot be read, decrypted, written, or is not what was written.
    case unavailable = "secret_store_unavailable"
    /// There is a secret of this name already.
    case exists = "secret_exists"
    /// A name, owner, tool, scope or value does not have the form it must have.
    case invalid = "secret_invalid"
    case tooMany = "secret_too_many"
  }

  public let code: Code
  public let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { "\(code.rawValue): \(message)" }

  public static func == (left: Self, right: Self) -> Bool { left.code == right.code }
}
