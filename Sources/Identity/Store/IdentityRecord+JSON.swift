public import Basics
import SPIFFE

extension IdentityRecord {
  /// The form of the control API and of `agw identity list --format json`.
  public var document: JSONValue {
    var object = stored.objectValue ?? JSONObject()
    object["status"] = .string(status.rawValue)
    object["last_seen"] = lastSeen.map { .string($0.rfc3339) } ?? .null
    object["calls"] = .integer(Int(clamping: calls))
    return .object(object)
  }

  /// The form of the file: what outlives a restart.
  var stored: JSONValue {
    var object: JSONObject = [
      "spiffe_id": .string(id.text), "description": .string(description),
      "selectors": .array(selectors.map { .string($0) }),
    ]
    if let lifetime { object["ttl_seconds"] = .integer(Int(clamping: lifetime.components.seconds)) }
    if let registered { object["registered_at"] = .string(registered.rfc3339) }
    if let revoked { object["revoked_at"] = .string(revoked.rfc3339) }
    if let quarantined { object["quarantined_at"] = .string(quarantined.rfc3339) }
    if let releasedBy { object["released_by"] = .string(releasedBy) }
    if let released { object["released_at"] = .string(released.rfc3339) }
    if let reason { object["reason"] = .string(reason) }
    return .object(object)
  }

  /// Reads what ``stored`` writes; nil if it is anything else.
  init?(stored value: JSONValue) {
    guard let text = value["spiffe_id"]?.stringValue, let id = try? SPIFFEID(text),
      let description = value["description"]?.stringValue,
      let selectors = value["selectors"]?.arrayValue, selectors.allSatisfy({ $0.stringValue != nil }),
      let registered = Self.time("registered_at", value), let revoked = Self.time("revoked_at", value),
      let quarantined = Self.time("quarantined_at", value), let released = Self.time("released_at", value),
      registered != nil || revoked != nil || quarantined != nil
    else { return nil }
    if let seconds = value["ttl_seconds"], seconds.intValue == nil { return nil }
    if let reason = value["reason"], reason.stringValue == nil { return nil }
    if let person = value["released_by"], person.stringValue == nil { return nil }
    self.init(
      id: id, status: revoked != nil ? .revoked : quarantined != nil ? .quarantined : .registered, description: description,
      selectors: selectors.compactMap(\.stringValue),
      lifetime: value["ttl_seconds"]?.intValue.map { .seconds($0) },
      registered: registered, revoked: revoked, quarantined: quarantined, reason: value["reason"]?.stringValue,
      releasedBy: value["released_by"]?.stringValue, released: released)
  }

  /// nil: no time; a nil inside: the member is absent.
  private static func time(_ key: String, _ value: JSONValue) -> Timestamp?? {
    guard let member = value[key] else { return .some(nil) }
    guard let text = member.stringValue, let time = Timestamp(rfc3339: text) else { return nil }
    return .some(time)
  }
}
