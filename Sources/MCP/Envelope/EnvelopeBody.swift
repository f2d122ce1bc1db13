import Basics

/// What one body holds: a message, or in revision 2025-03-26 several.
public enum EnvelopeBody: Sendable {
  case single(Envelope)
  /// At least one; all share one document. Policy is asked for each.
  case batch([Envelope])

  /// Reads a body of a conversation that negotiated `version` (nil when none did yet).
  ///
  /// - Throws: ``EnvelopeError``. A batch outside 2025-03-26, an empty one, one that mixes responses with
  ///   requests, holds `initialize`, repeats an id, or is longer than `limits.batchMessagesMax` is refused whole.
  /// - Source: MCP 2025-03-26, Transports, Sending Messages; Basic Protocol, Batching.
  public init(
    parsing body: [UInt8], negotiated version: ProtocolVersion?, limits: EnvelopeLimits = .standard
  ) throws(EnvelopeError) {
    let document = try EnvelopeReader.document(of: body, limits: limits)
    guard version?.allowsBatches == true, document.kind(at: JSONDocument.root) == .array else {
      self = .single(try EnvelopeReader.envelope(in: document, at: JSONDocument.root))
      return
    }
    self = .batch(try Self.messages(of: document, limits))
  }

  public var envelopes: [Envelope] {
    switch self {
    case .single(let envelope): [envelope]
    case .batch(let envelopes): envelopes
    }
  }

  private static func messages(
    of document: JSONDocument, _ limits: EnvelopeLimits
  ) throws(EnvelopeError) -> [Envelope] {
    let elements = document.elements(of: JSONDocument.root)
    guard !elements.isEmpty else { throw EnvelopeError(.batchEmpty, at: 0) }
    guard elements.count <= limits.batchMessagesMax else { throw EnvelopeError(.batchTooLong, at: 0) }
    var ids: Set<RequestID> = []
    var envelopes: [Envelope] = []
    envelopes.reserveCapacity(elements.count)
    for element in elements {
      let start = document.range(at: element).lowerBound
      let envelope = try EnvelopeReader.envelope(in: document, at: element)
      if envelope.method == .initialize { throw EnvelopeError(.batchHoldsInitialize, at: start) }
      if let first = envelopes.first, first.isResponse != envelope.isResponse {
        throw EnvelopeError(.batchMixed, at: start)
      }
      if let id = envelope.id, !ids.insert(id).inserted { throw EnvelopeError(.batchRepeatsID, at: start) }
      envelopes.append(envelope)
    }
    return envelopes
  }
}
