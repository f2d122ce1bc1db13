public import Basics

/// One JSON-RPC message: what it is, whom it answers, what it is about, and where its parts stand.
///
/// Made by one strict pass over the body, so that no two parsers can read it in two ways. It points into
/// ``document``, whose bytes are what is forwarded; unknown members are kept.
///
/// - Source: JSON-RPC 2.0 §4 and §5; MCP, Basic Protocol, Messages.
public struct Envelope: Sendable {
  public enum Kind: String, Sendable {
    case request, notification, response
    case errorResponse = "error_response"
  }

  public let document: JSONDocument
  /// Node of this message: 0, or an element's node when the message came in a batch.
  public let node: Int
  public let kind: Kind
  /// Nil for notifications, and for error responses to something that could not be read.
  public let id: RequestID?
  /// Bytes of the id in ``document``, a string with its quotes; empty if there is none.
  public let idRange: Range<Int>
  /// Nil for responses.
  public let method: Method?

  /// Nodes of the members of this name, where there are any.
  public internal(set) var params: Int?
  public internal(set) var arguments: Int?
  public internal(set) var result: Int?
  public internal(set) var error: Int?
  /// `params._meta` or `result._meta`.
  public internal(set) var metadata: Int?
  /// `_meta.progressToken` of a request, `params.progressToken` of a progress notification.
  public internal(set) var progressToken: Int?
  /// `params.requestState`: what a server wants to be reminded of. Source: MCP 2026-07-28, Multi Round-Trip Requests.
  public internal(set) var requestState: Int?
  /// `_meta."io.modelcontextprotocol/protocolVersion"`: what makes a request a modern one.
  public internal(set) var protocolVersion: Int?
  /// `_meta."io.modelcontextprotocol/clientCapabilities"`.
  public internal(set) var clientCapabilities: Int?

  /// Node of the string that says what the message is about: tool, prompt, resource or task.
  public internal(set) var nameNode: Int?
  /// The text of ``nameNode`` after unescaping; matched by case, never normalised.
  public internal(set) var name: String?

  init(document: JSONDocument, node: Int, kind: Kind, id: RequestID?, idRange: Range<Int>, method: Method?) {
    self.document = document
    self.node = node
    self.kind = kind
    self.id = id
    self.idRange = idRange
    self.method = method
  }

  /// The id as it was sent, to be echoed; nil if there is none.
  public var rawID: ArraySlice<UInt8>? { idRange.isEmpty ? nil : document.bytes[idRange] }

  /// The bytes of this message.
  public var bytes: ArraySlice<UInt8> { document.bytes[document.range(at: node)] }

  public var isRequest: Bool { kind == .request }
  public var isResponse: Bool { kind == .response || kind == .errorResponse }

  /// The text of ``protocolVersion``.
  public var statedVersion: String? { protocolVersion.flatMap(document.string) }

  /// Reads the one message that `body` holds.
  ///
  /// - Parameters:
  ///   - body: The whole body. Whoever collects it holds the limit on its size.
  ///   - limits: Depth and number of JSON values.
  /// - Throws: ``EnvelopeError``; a batch is ``EnvelopeError/Code/batchNotAllowed``.
  /// - Complexity: One pass, O(n) in bytes.
  public init(parsing body: [UInt8], limits: EnvelopeLimits = .standard) throws(EnvelopeError) {
    let document = try EnvelopeReader.document(of: body, limits: limits)
    self = try EnvelopeReader.envelope(in: document, at: JSONDocument.root)
  }
}
