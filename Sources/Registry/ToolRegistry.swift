public import Basics

/// The tools that exist for this gateway. Immutable; a reload makes a new one.
public struct ToolRegistry: Sendable {
  private let entriesByName: [String: ToolEntry]
  private let entriesByPlace: [ToolPlace: ToolEntry]
  /// Every entry, in the order of the file.
  public let entries: [ToolEntry]
  /// What is allowed here but not in production: tools without a hash.
  public let warnings: [RegistryProblem]
  /// SHA-256 over all entries, for the audit record. Comments, the order of entries and the spelling of keys
  /// do not change it; everything that decides a call does.
  public let digest: Digest256

  /// A registry without tools.
  public static let empty = ToolRegistry(entries: [], warnings: [])

  /// Accepts a file if nothing is wrong with it.
  ///
  /// - Parameters:
  ///   - requireHashes: Whether a tool without a hash is an error (every profile but dev) or a warning.
  ///   - admitted: Tools that the history has taken up; those that the file registers too are left out.
  ///   - server: The name of the server that an upstream stands for; nil is the default upstream.
  /// - Throws: Everything that is wrong with the file, hashes included.
  public init(
    _ file: RegistryFile, requireHashes: Bool, admitted: [AdmittedTool] = [],
    server: (ToolUpstream?) -> String = { $0?.label ?? ToolRegistry.defaultServer }
  ) throws(RegistryError) {
    let known = Set(file.drafts.map { ToolPlace(server: server($0.upstream), name: $0.name) })
    let further = admitted.filter { tool in
      ToolName.isValid(tool.definition.name) && !known.contains(ToolPlace(server: tool.server, name: tool.definition.name))
    }
    let naming = ToolNaming(file.drafts + further.map(\.draft), server: server)
    let mismatches = file.drafts.compactMap {
      HashCheck.problem(of: $0, path: file.path, requireHashes: requireHashes)
    }
    let problems = (file.problems + naming.problems + mismatches).sorted { $0.line < $1.line }
    guard problems.isEmpty else { throw RegistryError(path: file.path, problems: problems) }
    let warnings = file.drafts.compactMap { draft in
      draft.hash == nil ? HashCheck.problem(of: draft, path: file.path, requireHashes: true) : nil
    }
    self.init(entries: naming.entries, warnings: warnings)
  }

  private init(entries: [ToolEntry], warnings: [RegistryProblem]) {
    self.entries = entries
    self.warnings = warnings
    entriesByName = Dictionary(entries.map { ($0.name, $0) }) { first, _ in first }
    entriesByPlace = Dictionary(entries.map { (ToolPlace(server: $0.server, name: $0.ownName), $0) }) { first, _ in first }
    digest = RegistryDigest.digest(of: entries)
  }

  /// The entry of `name`; nil if there is none. Names are equal if their bytes are.
  public func tool(named name: String) -> ToolEntry? {
    // Dictionary keys compare by canonical equivalence: a Kelvin sign would find a tool that is spelt with K.
    guard let entry = entriesByName[name], entry.name.utf8.elementsEqual(name.utf8) else { return nil }
    return entry
  }

  /// The entry of the tool that `server` itself calls `name`; nil if there is none.
  public func tool(named name: String, at server: String) -> ToolEntry? {
    guard let entry = entriesByPlace[ToolPlace(server: server, name: name)], entry.ownName.utf8.elementsEqual(name.utf8)
    else { return nil }
    return entry
  }

  /// What the tools are called that several servers call `name`; empty if no two do.
  public func names(of name: String) -> [String] {
    entries.filter { $0.ownName == name && $0.name != name }.map(\.name)
  }

  /// The name of the default upstream.
  public static let defaultServer = "default"

  /// Every upstream that an entry names; the default upstream is none of them.
  public var upstreams: Set<ToolUpstream> { Set(entries.filter { !$0.isAdmitted }.compactMap(\.upstream)) }
}
