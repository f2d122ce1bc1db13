/// One line of `agw tools diff`: how the registry and one upstream differ in one tool.
public struct DiffReport: Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    case registered(ToolVerdict)
    /// The upstream offers it and nobody registered it.
    case unregistered
  }

  public let tool: String
  public let kind: Kind

  /// The report on every tool that `entries` (those of one upstream) or `listing` name, by name.
  ///
  /// - Parameters:
  ///   - listing: What the upstream said last; nil if it has said nothing yet.
  ///   - isRegistered: Whether a name is registered at all, here or at another upstream.
  public static func reports(
    on entries: [ToolEntry], _ listing: ToolListing?, history: RegistryHistory? = nil, isRegistered: (String) -> Bool
  ) -> [DiffReport] {
    guard let listing else {
      return entries.map { DiffReport(tool: $0.name, kind: .registered(.notYetSeen)) }.sorted { $0.tool < $1.tool }
    }
    let known = entries.map { DiffReport(tool: $0.name, kind: .registered(listing.verdict(for: $0, history))) }
    let names = Set(entries.map(\.ownName))
    let others = listing.names.filter { !names.contains($0) && !isRegistered($0) }
    return (known + others.map { DiffReport(tool: $0, kind: .unregistered) }).sorted { $0.tool < $1.tool }
  }
}
