import Basics

/// An entry as an event of the Open Cybersecurity Schema Framework: API Activity for calls, Application Lifecycle for
/// what happens to the gateway. What the classes have no attribute for stands under `unmapped`, as the log names it.
///
/// - Source: OCSF 1.3.0, classes 6003 and 6002, profile Security Control.
enum OCSFText {
  private static let category = 6
  private static let apiActivity = 6_003
  private static let applicationLifecycle = 6_002
  private static let other = 99

  static func json(of entry: EntryValues, origin: String) -> [UInt8] {
    let (activity, name) = entry.isCall ? callActivity(entry) : lifecycleActivity(entry)
    let classID = entry.isCall ? apiActivity : applicationLifecycle
    var event: JSONObject = [
      "category_uid": .integer(category), "class_uid": .integer(classID), "activity_id": .integer(activity),
      "activity_name": .string(name), "type_uid": .integer(classID * 100 + activity),
      "time": .integer(Int(entry.milliseconds)), "severity_id": .integer(entry.isDenied || entry.event == "drift" ? 3 : 1),
      "status_id": .integer(isFailure(entry) ? 2 : 1), "metadata": metadata(entry, origin),
      "actor": actor(entry), "unmapped": unmapped(entry),
    ]
    event["message"] = entry["detail"]
    event["status_code"] = entry["code"]
    if entry.isCall { addCall(entry, &event) } else { event["app"] = product }
    return JSONValue.object(event).serialized()
  }

  /// Reading methods are Read; of a tool nobody knows what it does.
  private static func callActivity(_ entry: EntryValues) -> (Int, String) {
    let method = entry.text("method") ?? "unknown"
    let reads = method.hasSuffix("/list") || method.hasSuffix("/read") || method.hasSuffix("/get")
    return reads ? (2, "Read") : (other, method)
  }

  private static func lifecycleActivity(_ entry: EntryValues) -> (Int, String) {
    switch entry.event {
    case "start": (3, "Start")
    case "stop": (4, "Stop")
    case "reload", "change": (8, "Update")
    case let event: (other, event)
    }
  }

  private static func isFailure(_ entry: EntryValues) -> Bool {
    entry.isDenied || (entry.number("response_status") ?? 0) >= 400
  }

  private static var product: JSONValue { ["name": "Precinct", "vendor_name": "Precinct"] }

  private static func metadata(_ entry: EntryValues, _ origin: String) -> JSONValue {
    var metadata: JSONObject = [
      "version": "1.3.0", "product": product, "uid": .string("\(origin)/\(entry.sequence)"),
      "sequence": .integer(entry.sequence), "event_code": .string(entry.event), "log_name": .string(origin),
    ]
    metadata["correlation_uid"] = entry["decision_id"]
    metadata["original_time"] = entry["timestamp"]
    if entry.isCall { metadata["profiles"] = ["security_control"] }
    return .object(metadata)
  }

  private static func actor(_ entry: EntryValues) -> JSONValue {
    var user: JSONObject = ["uid": .string(entry.text("caller_id") ?? "unknown")]
    user["type"] = entry["principal"]?["kind"]
    var actor: JSONObject = ["user": .object(user)]
    if let session = entry.text("session_id") { actor["session"] = ["uid": .string(session)] }
    return .object(actor)
  }

  private static func addCall(_ entry: EntryValues, _ event: inout JSONObject) {
    var api: JSONObject = ["operation": .string(entry.text("method") ?? "unknown")]
    if let server = entry.text("upstream") { api["service"] = ["name": .string(server)] }
    if let id = entry.text("decision_id") { api["request"] = ["uid": .string(id)] }
    if let status = entry.number("response_status") { api["response"] = ["code": .integer(status)] }
    event["api"] = .object(api)
    event["src_endpoint"] = ["uid": .string(entry.text("caller_id") ?? "unknown")]
    if let tool = entry.text("tool") { event["resources"] = [["name": .string(tool), "type": "tool"]] }
    if let duration = entry.number("duration_us") { event["duration"] = .integer(duration / 1_000) }
    guard entry.text("decision") != nil else { return }
    event["action_id"] = .integer(entry.isDenied ? 2 : 1)
    event["disposition_id"] = .integer(entry.isDenied ? 2 : 1)
  }

  private static func unmapped(_ entry: EntryValues) -> JSONValue {
    let keys = [
      "trace_id", "principal", "layers_traversed", "risk_score", "duration_us", "arguments_digest", "arguments",
      "redactions", "bundle_digest", "registry_digest", "prev_hash",
    ]
    return .object(JSONObject(keys.compactMap { key in entry[key].map { (key, $0) } }))
  }
}
