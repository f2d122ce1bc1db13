/// Gives every tool the name under which callers see it.
///
/// A name that one server has is kept. A name that several have belongs to none of them: each gets `<server>__` in
/// front of it, so that a server which takes up another's name never answers in its place. What nobody registered
/// never takes a name from what somebody did.
struct ToolNaming {
  private(set) var entries: [ToolEntry] = []
  private(set) var problems: [RegistryProblem] = []

  static let separator = "__"

  init(_ drafts: [ToolDraft], server: (ToolUpstream?) -> String) {
    let servers = drafts.map { server($0.upstream) }
    var homes: [String: Set<String>] = [:]
    var reviewed: [String: Set<String>] = [:]
    for (draft, server) in zip(drafts, servers) {
      homes[draft.name, default: []].insert(server)
      if !draft.isAdmitted { reviewed[draft.name, default: []].insert(server) }
    }
    var lines: [String: Int] = [:]
    for (draft, server) in zip(drafts, servers) {
      let isShared = Self.isShared(draft, homes, reviewed)
      let name = isShared ? server + Self.separator + draft.name : draft.name
      if isShared { check(name, draft, server) }
      if let first = lines[name], !name.isEmpty { collide(name, draft, first) }
      lines[name] = draft.line
      entries.append(ToolEntry(draft, name: name, server: server))
    }
  }

  private static func isShared(
    _ draft: ToolDraft, _ homes: [String: Set<String>], _ reviewed: [String: Set<String>]
  ) -> Bool {
    let others = draft.isAdmitted ? homes[draft.name] : reviewed[draft.name]
    return others.map { $0.count > 1 } ?? false
  }

  private mutating func check(_ name: String, _ draft: ToolDraft, _ server: String) {
    guard !ServerName.isValid(server) || !ToolName.isValid(name) else { return }
    problems.append(
      RegistryProblem(
        .invalidValue,
        "Tool \"\(draft.name)\" is registered for several servers, and \(server) cannot stand in front of its name:"
          + " give that server a short name under \"servers\" in the configuration.", tool: draft.name, line: draft.line))
  }

  private mutating func collide(_ name: String, _ draft: ToolDraft, _ first: Int) {
    problems.append(
      RegistryProblem(
        .duplicateTool, "Tool \"\(draft.name)\" would be called \"\(name)\", as the one on line \(first) is already.",
        tool: draft.name, line: draft.line))
  }
}
