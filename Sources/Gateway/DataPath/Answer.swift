import MCP
import NIOCore

/// The answer as it forms.
struct Answer {
  enum Kind {
    /// No message: a status and nothing else.
    case bare
    case json
    case events
  }

  var kind = Kind.bare
  var status = 0
  /// The session id that the server gave with its answer.
  var sessionID: String?
  /// Fields of the server's answer that go through, as header lines.
  private(set) var fields: [UInt8] = []
  private(set) var hasCacheControl = false
  var body: [UInt8] = []

  /// Complete, waiting for its record: the head without length, and the body.
  var heldHead: ByteBuffer?
  var heldBody: [UInt8] = []

  // Event streams.
  var parser: EventStreamParser?
  /// The head of the stream has been sent.
  var isStreaming = false
  /// Events that may not leave yet.
  var heldEvents: [[UInt8]] = []
  var isEnding = false
  /// The server named an event, so that its stream can be resumed.
  var isResumable = false
  /// The response is held until its record is durable.
  var isWaitingForOutcome = false
  /// Monotonic nanoseconds.
  var lastWriteAt: UInt64 = 0

  var isOutcomeRecorded = false
  /// Values withheld, by type.
  var redactions: [String: Int] = [:]

  /// Says which methods there are, beside a 405.
  mutating func allow(_ methods: String) { fields += "allow: \(methods)\r\n".utf8 }

  /// Fields of MCP and those that tell the client how to go on; never cookies, challenges or places.
  mutating func keepFields(of head: HTTPHead) {
    for field in head.fields {
      let name = head.slice(field.name)
      let isKept: Bool =
        switch field.known {
        case .mcpProtocolVersion, .mcpMethod, .mcpName, .cacheControl, .allow, .retryAfter: true
        case .other: name.count > 4 && HTTPSyntax.equalsIgnoringCase(name.prefix(4), "mcp-")
        default: false
        }
      guard isKept else { continue }
      if field.known == .cacheControl { hasCacheControl = true }
      fields += name
      fields += [0x3A, 0x20]
      fields += head.slice(field.value)
      fields += [0x0D, 0x0A]
    }
  }
}
