/// Cuts an event stream into events, wherever the bytes are split.
///
/// A pure state: append bytes as they arrive, then take events until there is none. An event is given as soon as
/// the first byte of its blank line's end is there.
///
/// - Source: WHATWG HTML, Server-sent events, §9.2.5 Parsing an event stream.
public struct EventStreamParser: Sendable {
  /// Consumed bytes are cut off the front once they are more than this, in bytes.
  private static let compactionBytes = 64 << 10

  private let eventBytesMax: Int
  @usableFromInline var buffer: [UInt8] = []
  private var lines = LineScanner()
  private var event = PartialEvent()
  private var isFirstLine = true
  private var failure: EventStreamError?

  /// - Parameter eventBytesMax: Largest event in bytes.
  public init(eventBytesMax: Int = EventStreamLimits.eventBytesMaxDefault) {
    self.eventBytesMax = max(eventBytesMax, 1)
  }

  /// Takes bytes of the stream, any number of them.
  @inlinable
  public mutating func append(_ bytes: some Sequence<UInt8>) {
    compact()
    buffer.append(contentsOf: bytes)
  }

  /// The next event, or nil if it is not whole yet.
  ///
  /// - Throws: ``EventStreamError`` with code `stream_event_too_large`, now and on every later call.
  public mutating func next() throws(EventStreamError) -> ServerSentEvent? {
    if let failure { throw failure }
    while let line = nextLine() {
      if line.isEmpty {
        defer { event = PartialEvent() }
        guard let start = event.start else { continue }
        guard line.lowerBound - start <= eventBytesMax else { throw fail() }
        return event.whole(of: buffer, end: line.lowerBound)
      }
      event.add(line, of: buffer)
    }
    if buffer.count - (event.start ?? lines.lineStart) > eventBytesMax { throw fail() }
    return nil
  }

  /// Whether bytes wait for the rest of their event. At the end of a stream they are lost, by the standard.
  public var hasUnfinishedEvent: Bool { event.start != nil || lines.lineStart < buffer.count }

  private mutating func nextLine() -> Range<Int>? {
    guard var line = lines.next(in: buffer) else { return nil }
    if isFirstLine {
      isFirstLine = false
      if buffer[line].starts(with: [0xEF, 0xBB, 0xBF]) { line = (line.lowerBound + 3)..<line.upperBound }
    }
    return line
  }

  private mutating func fail() -> EventStreamError {
    let error = EventStreamError(code: .eventTooLarge, bytesMax: eventBytesMax)
    failure = error
    buffer = []
    return error
  }

  @usableFromInline
  mutating func compact() {
    let consumed = event.start ?? lines.lineStart
    if failure != nil { return }
    guard consumed > 0, consumed == buffer.count || consumed > Self.compactionBytes else { return }
    if consumed == buffer.count {
      buffer.removeAll(keepingCapacity: consumed <= Self.compactionBytes)
    } else {
      buffer.removeFirst(consumed)
    }
    lines.dropFirst(consumed)
    event.dropFirst(consumed)
  }
}
