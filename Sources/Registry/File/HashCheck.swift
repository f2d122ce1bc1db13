import Basics

/// Checks the hash of an entry against the entry's own definition.
enum HashCheck {
  /// What is wrong with the hash; nil if it is right, is a pin (which only the upstream's own words can
  /// fulfil), or is missing where it may be.
  static func problem(of draft: ToolDraft, path: String, requireHashes: Bool) -> RegistryProblem? {
    switch draft.hash {
    case .pin: return nil
    case .definition(let given): return mismatch(given, draft, path)
    case nil:
      guard requireHashes else { return nil }
      return RegistryProblem(
        .hashMissing,
        "Tool \"\(draft.name)\" has no \"hash\". Every profile but dev needs one:"
          + " run `agw tools hash \(path)` and add it.", tool: draft.name, line: draft.line)
    }
  }

  private static func mismatch(_ given: Digest256, _ draft: ToolDraft, _ path: String) -> RegistryProblem? {
    guard let schema = draft.inputSchema else { return nil }
    let computed = DefinitionHash(name: draft.name, description: draft.description, inputSchema: schema)
    guard !computed.matches(given) else { return nil }
    let aside = given == Digest256(of: []) ? " (the SHA-256 of nothing at all)" : ""
    return RegistryProblem(
      .hashMismatch,
      "The hash of tool \"\(draft.name)\" is \(given.hex)\(aside), but its definition here has the hash"
        + " \(computed.inDocumentOrder.hex). If the definition is the one you reviewed, take that hash;"
        + " `agw tools hash \(path)` computes it.", tool: draft.name, line: draft.line)
  }
}
