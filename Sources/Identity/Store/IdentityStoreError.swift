/// Why the register of identities could not be read or changed. Equality is on the code.
public struct IdentityStoreError: Error, Sendable, Equatable {
  public enum Code: String, Sendable, CaseIterable {
    case unreadable = "identity_store_unreadable"
    case malformed = "identity_store_malformed"
    case unwritable = "identity_store_unwritable"
    case full = "identity_store_full"
    case unknown = "identity_unknown"
    case invalid = "identity_invalid"
  }

  public let code: Code
  public let detail: String

  public init(_ code: Code, _ detail: String) {
    self.code = code
    self.detail = detail
  }

  public static func == (left: Self, right: Self) -> Bool { left.code == right.code }
}

extension IdentityStoreError: CustomStringConvertible {
  public var description: String { detail }
}
