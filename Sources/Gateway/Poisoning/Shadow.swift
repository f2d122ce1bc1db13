import Basics
import Registry

/// A tool whose words speak of another server's tool: a way to bend how a model uses that one.
struct Shadow: Sendable, Equatable, CustomStringConvertible {
  let server: String
  let tool: String
  /// The tool that is spoken of, and where it lives.
  let other: String
  let otherServer: String

  var description: String { "tool \(tool) of \(server) speaks of \(other), a tool of \(otherServer)" }

  /// For `agw tools diff`.
  var document: JSONValue {
    [
      "tool": .string(tool), "server": .string(server), "speaks_of": .string(other), "of_server": .string(otherServer),
    ]
  }

  /// Shorter names are too likely to be words of the language, in bytes, unless they have a separator.
  private static let nameBytesMin = 8

  /// - Complexity: O(bytes of the listing).
  static func all(in listing: ToolListing, of server: String, _ registry: ToolRegistry) -> [Shadow] {
    var others: [String: String] = [:]
    let own = Set(registry.entries.filter { $0.server == server }.map(\.ownName)).union(listing.names)
    for entry in registry.entries where entry.server != server {
      for name in [entry.ownName, entry.name] where isTelling(name) && !own.contains(name) { others[name] = entry.server }
    }
    guard !others.isEmpty else { return [] }
    return listing.all.flatMap { definition in
      words(in: definition.whole).compactMap { word in
        others[word].map { Shadow(server: server, tool: definition.name, other: word, otherServer: $0) }
      }
    }
  }

  private static func isTelling(_ name: String) -> Bool {
    name.utf8.count >= nameBytesMin || name.utf8.contains { $0 == 0x5F || $0 == 0x2D || $0 == 0x2E }
  }

  /// Every word that could be a tool's name, each once, sorted.
  private static func words(in definition: JSONValue) -> [String] {
    var words: Set<String> = []
    for part in definition.serialized().split(whereSeparator: { !isNamePart($0) }) {
      // A full stop ends a sentence more often than a name.
      let word = part.last == UInt8(ascii: ".") ? part.dropLast() : part
      words.insert(String(decoding: word, as: UTF8.self))
    }
    return words.sorted()
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x5F || byte == 0x2D || byte == 0x2E
  }
}
