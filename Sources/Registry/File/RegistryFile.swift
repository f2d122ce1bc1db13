import YAML

/// A registry file as it stands: its entries, and whatever is wrong with its form. Hashes are read, not
/// checked.
public struct RegistryFile: Sendable {
  /// The file, as messages name it.
  public let path: String
  let drafts: [ToolDraft]
  let problems: [RegistryProblem]

  /// Tools that one file may register.
  public static let toolsMax = 65_536

  /// Reads the bytes of a file of the form that `config/capability-registry-v2.yaml` shows.
  ///
  /// - Complexity: O(n) in bytes.
  public init(_ bytes: [UInt8], path: String) {
    self.path = path
    do {
      (drafts, problems) = Self.read(try YAMLReader().read(bytes))
    } catch {
      drafts = []
      problems = [RegistryProblem(.syntax, error.message, line: error.mark?.line ?? 0)]
    }
  }

  private static func read(_ root: YAMLNode?) -> (drafts: [ToolDraft], problems: [RegistryProblem]) {
    // An empty file registers nothing; every call is then refused.
    guard let root else { return ([], []) }
    guard let entries = root.entries else {
      return (
        [], [RegistryProblem(.invalidValue, "The file must be a mapping with the key \"tools\".", line: 1)]
      )
    }
    var drafts: [ToolDraft] = []
    var problems: [RegistryProblem] = []
    for entry in entries where entry.key != toolsKey {
      let hint = NearestKey.of(entry.key, among: [toolsKey]).map { " Did you mean \"\($0)\"?" } ?? ""
      problems.append(
        RegistryProblem(.unknownKey, "Unknown key \"\(entry.key)\".\(hint)", line: entry.keyMark.line))
    }
    guard let tools = root[toolsKey] else { return (drafts, problems) }
    switch tools.content {
    case .plain(let text) where text.isEmpty: break
    case .sequence(let nodes) where nodes.count <= toolsMax:
      for node in nodes {
        let reader = ToolDraftReader(node)
        drafts.append(reader.draft)
        problems += reader.problems
      }
      problems += duplicates(in: drafts)
    case .sequence:
      problems.append(
        RegistryProblem(.tooManyTools, "More than \(toolsMax) tools are registered.", line: tools.mark.line))
    default:
      problems.append(RegistryProblem(.invalidValue, "\"tools\" must be a list.", line: tools.mark.line))
    }
    return (drafts, problems)
  }

  private static let toolsKey = "tools"

  private static func duplicates(in drafts: [ToolDraft]) -> [RegistryProblem] {
    struct Place: Hashable {
      let name: String
      let upstream: ToolUpstream?
    }
    var lines: [Place: Int] = [:]
    var problems: [RegistryProblem] = []
    for draft in drafts where !draft.name.isEmpty {
      let place = Place(name: draft.name, upstream: draft.upstream)
      if let first = lines[place] {
        problems.append(
          RegistryProblem(
            .duplicateTool, "Tool \"\(draft.name)\" is registered already on line \(first).",
            tool: draft.name,
            line: draft.line))
      } else {
        lines[place] = draft.line
      }
    }
    return problems
  }
}
