/// Writes events into bytes that any event-stream parser reads back as they were meant.
///
/// - Source: WHATWG HTML, Server-sent events, §9.2.4.
public struct EventStreamWriter: Sendable {
  /// What was written and not yet taken.
  public var bytes: [UInt8] = []

  public init() {}

  /// A block as it came, byte for byte.
  public mutating func write(_ event: ServerSentEvent) {
    bytes.append(contentsOf: event.raw)
    bytes.append(contentsOf: event.lineEnd)
  }

  /// An event in whose place other data goes out: id, name and retry stay, so that resuming still works.
  public mutating func write(_ event: ServerSentEvent, replacingDataWith data: [UInt8]) {
    if let name = event.name { field("event", name) }
    if let id = event.id { field("id", id) }
    if let retry = event.retryMilliseconds { field("retry", String(retry).utf8) }
    self.data(data)
    endBlock()
  }

  /// What an event says besides its data; nothing at all if that is all it says.
  public mutating func writeWithoutData(_ event: ServerSentEvent) {
    guard event.id != nil || event.retryMilliseconds != nil else { return }
    if let id = event.id { field("id", id) }
    if let retry = event.retryMilliseconds { field("retry", String(retry).utf8) }
    endBlock()
  }

  /// An event of our own.
  ///
  /// - Parameters:
  ///   - id: Line breaks and NUL in it are left out: they could start another field.
  ///   - name: As `id`.
  public mutating func write(
    data: [UInt8], id: String? = nil, name: String? = nil, retryMilliseconds: Int? = nil
  ) {
    if let name { field("event", name.utf8) }
    if let id { field("id", id.utf8) }
    if let retryMilliseconds { field("retry", String(max(retryMilliseconds, 0)).utf8) }
    self.data(data)
    endBlock()
  }

  /// A comment: keeps a silent connection open and means nothing.
  public mutating func writeComment(_ text: StaticString = "") {
    field("", text.withUTF8Buffer { unsafe Array($0) })
    endBlock()
  }

  /// Gives what was written and starts afresh.
  public mutating func take() -> [UInt8] {
    defer { bytes = [] }
    return bytes
  }

  /// One `data` field a line; CR, LF and CRLF all end a line.
  private mutating func data(_ data: [UInt8]) {
    bytes.append(contentsOf: "data: ".utf8)
    var lines = LineScanner()
    while let line = lines.next(in: data) {
      bytes.append(contentsOf: data[line])
      endLine()
      bytes.append(contentsOf: "data: ".utf8)
    }
    bytes.append(contentsOf: data[lines.lineStart...])
    endLine()
  }

  private mutating func field(_ name: StaticString, _ value: some Sequence<UInt8>) {
    name.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
    bytes.append(contentsOf: ": ".utf8)
    bytes.append(contentsOf: value.lazy.filter { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") && $0 != 0 })
    endLine()
  }

  private mutating func endLine() { bytes.append(UInt8(ascii: "\n")) }
  private mutating func endBlock() { endLine() }
}
