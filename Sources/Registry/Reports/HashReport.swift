import Basics

/// One line of `agw tools hash`: what the hash of an entry is and what it should be.
public struct HashReport: Sendable, Equatable {
  public enum Status: String, Sendable {
    case matches, differs, missing
    /// The hash is a pin: only the upstream's own definition can be compared with it.
    case pinned
  }

  public let tool: String
  public let line: Int
  public let status: Status
  /// What the file says.
  public let given: RegisteredHash?
  /// What the definition in the file has; nil if it has no input schema.
  public let computed: DefinitionHash?

  /// The report on every entry of a file, also of one whose hashes are wrong.
  public static func reports(on file: RegistryFile) -> [HashReport] {
    file.drafts.map { draft in
      let computed = draft.inputSchema.map {
        DefinitionHash(name: draft.name, description: draft.description, inputSchema: $0)
      }
      return HashReport(
        tool: draft.name, line: draft.line, status: status(of: draft.hash, computed), given: draft.hash,
        computed: computed)
    }
  }

  private static func status(of given: RegisteredHash?, _ computed: DefinitionHash?) -> Status {
    switch given {
    case nil: .missing
    case .pin: .pinned
    case .definition(let digest): computed?.matches(digest) == true ? .matches : .differs
    }
  }
}
