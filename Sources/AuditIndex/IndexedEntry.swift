import Audit
import Basics

/// What the index keeps of an entry, read from its line.
struct IndexedEntry {
  let time: Int64
  let event: String
  let decision: String?
  let caller: String?
  let tool: String?
  let code: String?
  let session: Int64?
  let trace: Int64?
  let call: Int64?
  /// What free text finds: the detail and the arguments as far as they are recorded.
  let text: String

  /// Deeper than an entry's arguments may be, by what surrounds them.
  private static let limits = JSONLimits(depthMax: JSONLimits.depthMaxDefault + 8)

  /// Nil if the line is no JSON object.
  init?(_ line: [UInt8]) {
    guard let document = try? JSONDocument(parsing: line, limits: Self.limits) else { return nil }
    var strings: [String: String] = [:]
    var arguments = ""
    for (key, value) in document.members(of: JSONDocument.root) {
      guard let name = document.string(at: key) else { continue }
      if let text = document.string(at: value), !text.isEmpty { strings[name] = text }
      if name == "arguments" { arguments = String(decoding: line[document.range(at: value)], as: UTF8.self) }
    }
    time = strings["timestamp"].flatMap { Timestamp(rfc3339: $0) }?.nanoseconds ?? 0
    event = strings["event"] ?? ""
    decision = strings["decision"]
    caller = strings["caller_id"]
    tool = strings["tool"]
    code = strings["code"]
    session = strings["session_id"].map(Self.number)
    trace = strings["trace_id"].map(Self.number)
    call = strings["decision_id"].map(Self.number)
    text = [strings["detail"] ?? "", arguments].filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// Eight bytes of a hash that stand for an identifier.
  static func number(_ text: String) -> Int64 { number(Array(text.utf8)) }

  static func number(_ bytes: [UInt8]) -> Int64 {
    Int64(bitPattern: Digest256(of: bytes).bytes[..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }
}
