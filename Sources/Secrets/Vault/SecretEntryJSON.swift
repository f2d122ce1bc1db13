import Basics

/// An entry, without its value, as it stands in the store's file.
enum SecretEntryJSON {
  static func encode(_ entry: SecretEntry) -> JSONObject {
    var object: JSONObject = [
      "name": .string(entry.name),
      "version": .integer(entry.version),
      "owners": .array(entry.rule.owners.map(JSONValue.string)),
      "tools": .array(entry.rule.tools.map(JSONValue.string)),
      "scopes": .array(entry.rule.scopes.map(JSONValue.string)),
      "created_at_ns": number(entry.createdAt),
      "rotated_at_ns": number(entry.rotatedAt),
    ]
    if let end = entry.rule.expiresAt { object["expires_at_ns"] = number(end) }
    if let revokedAt = entry.revokedAt { object["revoked_at_ns"] = number(revokedAt) }
    return object
  }

  static func decode(_ object: JSONObject) -> SecretEntry? {
    guard let name = object["name"]?.stringValue, let version = object["version"]?.intValue,
      let owners = words(object["owners"]), let tools = words(object["tools"]),
      let scopes = words(object["scopes"]), let createdAt = timestamp(object["created_at_ns"]),
      let rotatedAt = timestamp(object["rotated_at_ns"])
    else { return nil }
    let rule = SecretRule(
      owners: owners, tools: tools, scopes: scopes, expiresAt: timestamp(object["expires_at_ns"]))
    return SecretEntry(
      name: name, rule: rule, version: version, createdAt: createdAt, rotatedAt: rotatedAt,
      revokedAt: timestamp(object["revoked_at_ns"]))
  }

  private static func number(_ moment: Timestamp) -> JSONValue { .number(JSONNumber(moment.nanoseconds)) }

  private static func timestamp(_ value: JSONValue?) -> Timestamp? {
    value?.intValue.map { Timestamp(nanoseconds: Int64($0)) }
  }

  private static func words(_ value: JSONValue?) -> [String]? {
    guard let elements = value?.arrayValue else { return nil }
    let words = elements.compactMap(\.stringValue)
    return words.count == elements.count ? words : nil
  }
}
