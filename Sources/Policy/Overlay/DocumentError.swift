/// Why a document cannot be changed as asked. Source: OPA, REST API, Data API.
public struct DocumentError: Error, Sendable, Equatable, CustomStringConvertible {
  public enum Code: Sendable, Equatable {
    /// There is nothing at the path.
    case notFound
    /// What is on the way to the path is not a document that can hold it.
    case conflict
    /// The change makes no sense there.
    case invalid
    /// The path belongs to a bundle.
    case owned
    /// Written documents and policies would take more room than they may.
    case tooLarge
  }

  public let code: Code
  public let message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }

  static func notFound(_ path: some Sequence<String>, _ what: String = "document does not exist") -> DocumentError {
    DocumentError(.notFound, "storage_not_found_error: /\(path.joined(separator: "/")): \(what)")
  }

  static func invalid(_ what: String) -> DocumentError {
    DocumentError(.invalid, "storage_invalid_patch_error: \(what)")
  }
}
