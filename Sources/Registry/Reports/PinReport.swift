import Basics

/// What `agw tools pin` offers: an entry for a tool as its upstream describes it now.
public struct PinReport: Sendable, Equatable {
  public let tool: String
  public let hash: DefinitionHash
  /// The stronger form: a hash over everything that the upstream says of the tool.
  public let pin: RegisteredHash
  /// The lines to add to the registry file, with the plain hash.
  public let entry: String
  /// The same with the pin.
  public let pinnedEntry: String

  /// A report on every well-formed tool of a listing, by name. A name that the upstream gives twice with
  /// different definitions gets none: there is nothing to agree to.
  ///
  /// - Parameter server: The name that the configuration gives the server; nil for one that it does not name.
  public static func reports(on listing: ToolListing, server: String? = nil) -> [PinReport] {
    listing.names.compactMap { name in
      guard let offered = listing.definitions[name], offered.count == 1, let definition = offered.first,
        ToolName.isValid(name)
      else { return nil }
      return PinReport(definition, server: server)
    }
  }

  init(_ definition: ToolDefinition, server: String? = nil) {
    tool = definition.name
    hash = definition.hash
    pin = .pin(definition.pin)
    entry = Self.lines(definition, server, hash: .definition(definition.hash.inDocumentOrder))
    pinnedEntry = Self.lines(definition, server, hash: .pin(definition.pin))
  }

  /// JSON is YAML: text and schema are written as JSON, so that no text can be taken for something else.
  private static func lines(_ definition: ToolDefinition, _ server: String?, hash: RegisteredHash) -> String {
    let trust = TrustLevel(suggestedBy: definition.name)
    return """
        - name: \(JSONValue.string(definition.name).text)\(server.map { "\n    server: \($0)" } ?? "")
          description: \(JSONValue.string(definition.description).text)
          hash: "\(hash)"
          risk_level: \(RiskLevel(suggestedBy: trust).rawValue)
          trust_level: \(trust.rawValue)
          input_schema: \(definition.inputSchema.text)

      """
  }
}
