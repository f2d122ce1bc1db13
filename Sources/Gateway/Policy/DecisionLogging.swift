import Basics
import Detection
import Policy
import Settings

/// How decisions are written down, as the configuration says: in OPA's format, masked as the audit log is.
///
/// - Source: OPA, Decision Logs.
struct DecisionLogging: Sendable {
  private let log: DecisionLog
  private let settings: DecisionLogSettings
  private let includesArguments: Bool
  private let rules: DetectionEngine
  /// Name and revision of each bundle in force.
  private let bundles: [(name: String, revision: String)]

  /// Nil if decisions go nowhere.
  init?(_ parts: SnapshotParts, _ log: DecisionLog) {
    let settings = parts.configuration.decisionLog
    guard settings.file != nil || settings.console else { return nil }
    self.log = log
    self.settings = settings
    includesArguments = parts.configuration.audit.includePayloads
    rules = parts.recordRules
    bundles = parts.stack.bundles.map { ($0.name, $0.manifest.revision) }
  }

  /// Writes down what layer 6 decided about `call`.
  ///
  /// - Parameter start: Monotonic nanoseconds.
  func record(
    _ question: PolicyQuestion, _ decision: PolicyDecision, _ call: Call, since start: UInt64, on loop: LoopState
  ) {
    var entry = DecisionEntry(path: decision.rule.map(Self.path) ?? "", now: call.receivedAt)
    entry.decisionID = call.decisionID
    entry.traceID = call.traceID
    entry.peer = call.request.peer
    entry.nanoseconds = MonotonicTime.now() &- start
    entry.fault = decision.fault
    entry.result = Self.result(decision)
    let arguments = arguments(of: call, on: loop)
    var writer = JSONWriter(capacity: 1_024)
    question.write(to: &writer, arguments: arguments.map { .text($0.text) } ?? .omitted)
    entry.input = writer.bytes
    entry.erased = arguments == nil ? DecisionEntry.argumentPointers : []
    entry.masked = arguments?.isMasked == true ? DecisionEntry.argumentPointers : []
    write(entry)
  }

  /// Writes down what the REST API answered. Scans the input, so it is not for an event loop.
  func record(_ entry: DecisionEntry, input: JSONValue?) {
    var entry = entry
    if let input {
      var shown = input
      if !includesArguments, case .object(var members) = input {
        for key in DecisionEntry.argumentKeys where members[key] != nil {
          members[key] = nil
          entry.erased.append("/input/\(key)")
        }
        shown = .object(members)
      }
      let (text, isMasked) = masked(shown.serialized(), ScanScratch())
      entry.input = text
      if isMasked { entry.masked.append("/input") }
    }
    write(entry)
  }

  private func write(_ entry: DecisionEntry) { log.append(entry.bytes(bundles: bundles), settings) }

  private func arguments(of call: Call, on loop: LoopState) -> (text: [UInt8], isMasked: Bool)? {
    guard includesArguments else { return nil }
    return masked(call.argumentsText, loop.scan)
  }

  private func masked(_ text: [UInt8], _ scratch: ScanScratch) -> (text: [UInt8], isMasked: Bool) {
    guard let document = try? JSONDocument(parsing: text) else { return (Array(#""[WITHHELD]""#.utf8), true) }
    let edited = rules.redacting(document, scratch: scratch) { $0.action != .flag }
    return edited.isClean ? (edited.bytes, edited.bytes != text) : (Array(#""[WITHHELD]""#.utf8), true)
  }

  private static func path(_ rule: String) -> String { rule.split(separator: ".").joined(separator: "/") }

  private static func result(_ decision: PolicyDecision) -> JSONValue {
    var result: JSONObject = ["allow": .bool(decision.isAllowed)]
    if let reason = decision.reason { result["reason"] = .string(reason) }
    if !decision.obligations.isEmpty { result["obligations"] = .array(decision.obligations) }
    return .object(result)
  }
}
