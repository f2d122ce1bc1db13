/// A tool that was taken up without an entry in the registry file.
public struct AdmittedTool: Sendable {
  public let server: String
  public let definition: ToolDefinition

  /// The entry that stands for it: levels after its name, a hash of what was accepted.
  var draft: ToolDraft {
    var draft = ToolDraft()
    draft.name = definition.name
    draft.description = definition.description
    draft.inputSchema = definition.inputSchema
    draft.upstream = .named(server)
    draft.hash = .definition(definition.hash.inDocumentOrder)
    draft.isAdmitted = true
    return draft
  }
}
