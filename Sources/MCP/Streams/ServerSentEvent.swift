/// One block of an event stream: an event, or comments and settings that stand alone.
///
/// It keeps the bytes as they came, so that passing it on changes nothing.
///
/// - Source: WHATWG HTML, Server-sent events, §9.2.6 Interpreting an event stream.
public struct ServerSentEvent: Sendable, Equatable {
  /// The lines with their ends, without the blank line that closes the block.
  public let raw: [UInt8]
  let idRange: Range<Int>?
  let nameRange: Range<Int>?
  /// The value of the first `data` field.
  let dataRange: Range<Int>?
  /// How many `data` fields there are.
  let dataLines: Int
  /// The last well-formed `retry` field: how long a client waits before it connects again.
  public let retryMilliseconds: Int?

  /// The value of the last `id` field; nil if there is none, empty if it takes the id back.
  public var id: ArraySlice<UInt8>? { idRange.map { raw[$0] } }

  /// The value of the last `event` field; nil or empty means `message`.
  public var name: ArraySlice<UInt8>? { nameRange.map { raw[$0] } }

  /// Whether a client sees an event at all: blocks without `data` only set the id or the waiting time.
  public var hasData: Bool { dataLines > 0 }

  /// The values of the `data` fields, joined by LF.
  ///
  /// - Complexity: O(n), a copy.
  public var data: [UInt8] {
    guard let dataRange else { return [] }
    guard dataLines > 1 else { return Array(raw[dataRange]) }
    var joined: [UInt8] = []
    joined.reserveCapacity(raw.count)
    var lines = LineScanner()
    while let line = lines.next(in: raw) {
      guard let field = EventField(line: line, of: raw), field.kind == .data else { continue }
      joined.append(contentsOf: raw[field.value])
      joined.append(UInt8(ascii: "\n"))
    }
    joined.removeLast()
    return joined
  }

  /// An event whose data is empty: it hands out an id to resume from and is no JSON-RPC message.
  ///
  /// - Source: MCP 2025-11-25, Transports, Sending Messages to the Server, polling.
  public var isPriming: Bool { dataLines == 1 && dataRange?.isEmpty == true }

  /// Whether the data is a JSON-RPC message: there is some, and the event's name is `message` or absent.
  public var isMessage: Bool {
    guard hasData, !isPriming else { return false }
    guard let name, !name.isEmpty else { return true }
    return name.elementsEqual("message".utf8)
  }

  /// How the last line ends; the blank line after it is written in the same way.
  var lineEnd: [UInt8] {
    switch (raw.dropLast().last, raw.last) {
    case (UInt8(ascii: "\r"), UInt8(ascii: "\n")): [UInt8(ascii: "\r"), UInt8(ascii: "\n")]
    case (_, UInt8(ascii: "\r")): [UInt8(ascii: "\r")]
    default: [UInt8(ascii: "\n")]
    }
  }
}
