public import Basics

/// The tools of one upstream, from all pages of its answer to `tools/list`.
public struct ToolListing: Sendable, Equatable {
  /// Definitions by name. A name that was given twice with different definitions holds both.
  let definitions: [String: [ToolDefinition]]
  /// Elements that were no tools.
  public let malformedCount: Int

  /// Tools that one upstream may offer.
  public static let toolsMax = 16_384

  /// Reads the elements of `result.tools`; nil if there are more than ``toolsMax``.
  public init?(_ elements: [JSONValue]) {
    guard elements.count <= Self.toolsMax else { return nil }
    var definitions: [String: [ToolDefinition]] = [:]
    var malformed = 0
    for element in elements {
      guard let definition = ToolDefinition(element) else {
        malformed += 1
        continue
      }
      if definitions[definition.name]?.contains(definition) != true {
        definitions[definition.name, default: []].append(definition)
      }
    }
    self.definitions = definitions
    malformedCount = malformed
  }

  /// Every definition, by name.
  public var all: [ToolDefinition] { names.flatMap { definitions[$0] ?? [] } }

  /// The names that are offered, sorted.
  public var names: [String] { definitions.keys.sorted() }

  /// How `entry` compares. A name that is given twice is changed if any of its definitions is: the upstream
  /// could serve either.
  ///
  /// - Parameter history: What was accepted before; without it the entry alone counts.
  func verdict(for entry: ToolEntry, _ history: RegistryHistory? = nil) -> ToolVerdict {
    guard let offered = definitions[entry.ownName]?.filter({ $0.name.utf8.elementsEqual(entry.ownName.utf8) }),
      !offered.isEmpty
    else { return .missing }
    return offered.lazy.map { history?.verdict(of: entry, $0) ?? compare(entry, $0) }.first { $0 != .matches } ?? .matches
  }
}
