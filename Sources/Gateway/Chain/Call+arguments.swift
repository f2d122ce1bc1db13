import Audit
import Basics
import Detection
import MCP

extension Call {
  /// The arguments as they came, `{}` where there are none.
  var argumentsText: [UInt8] {
    guard let envelope, let arguments = envelope.arguments else { return Array("{}".utf8) }
    return Array(envelope.document.bytes[envelope.document.range(at: arguments)])
  }

  var argumentsValue: JSONValue {
    guard let envelope, let arguments = envelope.arguments else { return .object([:]) }
    return envelope.document.value(at: arguments)
  }

  /// SHA-256 of the arguments' bytes as received, in hexadecimal; nil for a message without arguments.
  var argumentsDigest: String? {
    guard let envelope, envelope.arguments != nil else { return nil }
    return Digest256(of: argumentsText).hex
  }

  /// What the scan of the request withheld, by type.
  var redactionCounts: [AuditRedaction] {
    var counts: [String: Int] = [:]
    for finding in findings where finding.action == .redact { counts[finding.type, default: 0] += 1 }
    return counts.sorted { $0.key < $1.key }.map { AuditRedaction(type: $0.key, count: $0.value) }
  }
}
