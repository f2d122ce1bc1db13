/// The keys that an entry of the registry file may have.
enum ToolKey: String, CaseIterable {
  case name, description, server, upstream, stdio, hash, sha256, labels, inputSchema
  case riskLevel = "risk_level"
  case trustLevel = "trust_level"
  case inputSchemaInSnakeCase = "input_schema"
}
