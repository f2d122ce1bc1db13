/// What is wrong with a file of credentials, and what to do about it. Equality is on the code.
public struct SVIDFileError: Error, Sendable, Equatable {
  public enum Code: String, Sendable, CaseIterable {
    case unreadable = "svid_file_unreadable"
    case owner = "svid_file_owner"
    case mode = "svid_file_mode"
    case malformed = "svid_file_malformed"
    case keyMismatch = "svid_file_key_mismatch"
    case notAnSVID = "svid_file_not_an_svid"
  }

  public let code: Code
  public let path: String
  public let detail: String

  public init(_ code: Code, _ path: String, _ detail: String) {
    self.code = code
    self.path = path
    self.detail = detail
  }

  public static func == (left: Self, right: Self) -> Bool { left.code == right.code }
}

extension SVIDFileError: CustomStringConvertible {
  /// One line for the operator: the file, what is wrong, what to do.
  public var description: String { "\(path): \(detail)" }
}
