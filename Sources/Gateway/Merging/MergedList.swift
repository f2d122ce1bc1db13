import Basics
import MCP

/// The lists of several servers as one.
struct MergedList {
  let method: Method
  let parts: [(server: Server, value: [JSONValue])]

  private var kind: OfferTable.Kind {
    switch method {
    case .promptsList: .prompt
    case .resourceTemplatesList: .template
    default: .resource
    }
  }

  /// Keeps what the servers call their things.
  func record(in table: OfferTable) {
    guard let member = ListResult.members(of: method) else { return }
    for (server, items) in parts {
      table.record(items.compactMap { $0["\(member.name)"]?.stringValue }, kind, of: server.name)
    }
  }

  /// The result, with the names that callers may use. Items without a name are left out.
  func result(_ table: OfferTable, era: Era) -> JSONValue {
    guard let member = ListResult.members(of: method) else { return .object([:]) }
    let servers = parts.map(\.server.name)
    var items: [JSONValue] = []
    for (server, own) in parts {
      for item in own {
        guard var object = item.objectValue, let name = object["\(member.name)"]?.stringValue,
          let published = table.published(name, kind, of: server.name, among: servers)
        else { continue }
        object["\(member.name)"] = .string(published)
        items.append(.object(object))
      }
    }
    var result: JSONObject = ["\(member.list)": .array(items)]
    if era == .modern {
      result["resultType"] = "complete"
      result["cacheScope"] = "private"
      result["ttlMs"] = 0
    }
    return .object(result)
  }
}
