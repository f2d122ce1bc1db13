import Basics

/// An entry as it stands in the file, before hash and defaults are settled.
struct ToolDraft: Sendable {
  /// As its server spells it.
  var name = ""
  var description = ""
  var inputSchema: JSONValue?
  var upstream: ToolUpstream?
  var hash: RegisteredHash?
  var riskLevel: RiskLevel?
  var trustLevel: TrustLevel?
  var labels: [String] = []
  var line = 1
  /// It stands in the history, not in the file.
  var isAdmitted = false
}
