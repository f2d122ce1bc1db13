import Basics
import Policy

/// One line of the decision log. Source: OPA, Decision Logs, Decision Log Service API.
struct DecisionEntry: Sendable {
  static let argumentKeys = ["arguments", "params"]
  static let argumentPointers = argumentKeys.map { "/input/\($0)" }
  /// Tells the lines of one run of one gateway from others.
  static let instance = Identifiers.instance()

  /// The document that was asked for, with slashes; empty if no rule decided.
  let path: String
  let now: Timestamp
  var decisionID = ""
  var traceID = ""
  var query: String?
  var peer = ""
  var nanoseconds: UInt64 = 0
  /// JSON, as it may be shown.
  var input: [UInt8]?
  var result: JSONValue?
  var fault: PolicyDecision.Fault?
  /// What was taken out of the input, and what was replaced in it.
  var erased: [String] = []
  var masked: [String] = []

  init(path: String, now: Timestamp) {
    self.path = path
    self.now = now
  }

  func bytes(bundles: [(name: String, revision: String)]) -> [UInt8] {
    var writer = JSONWriter(capacity: 1_024 + (input?.count ?? 0))
    writer.beginObject()
    writer.key("labels")
    writer.value(["id": .string(Self.instance), "app": "precinct"])
    writer.key("decision_id")
    writer.string(decisionID)
    if !traceID.isEmpty {
      writer.key("trace_id")
      writer.string(traceID)
    }
    if !bundles.isEmpty {
      writer.key("bundles")
      writer.value(.object(JSONObject(bundles.map { ($0.name, ["revision": .string($0.revision)]) })))
    }
    if let query {
      writer.key("query")
      writer.string(query)
    } else {
      writer.key("path")
      writer.string(path)
    }
    writeContent(to: &writer)
    writer.key("requested_by")
    writer.string(peer)
    writer.key("timestamp")
    writer.string(now.rfc3339)
    writer.key("metrics")
    writer.value(["timer_server_handler_ns": .integer(Int(clamping: nanoseconds))])
    writer.endObject()
    return writer.bytes
  }

  private func writeContent(to writer: inout JSONWriter) {
    if let input {
      writer.key("input")
      writer.raw(input)
    }
    if let result {
      writer.key("result")
      writer.value(result)
    }
    if let fault {
      writer.key("error")
      writer.value(["code": .string(fault.code), "message": .string(fault.message)])
    }
    for (name, pointers) in [("erased", erased), ("masked", masked)] where !pointers.isEmpty {
      writer.key(escaping: name)
      writer.value(.array(pointers.map { .string($0) }))
    }
  }
}

extension Identifiers {
  /// An identifier for this run.
  static func instance() -> String {
    var random = RandomPool()
    return decision(at: .now(), &random)
  }
}
