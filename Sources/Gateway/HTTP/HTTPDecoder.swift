import NIOCore

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Cuts a stream of bytes into HTTP/1.1 messages: a pure state machine, without a channel.
///
/// States: head → (sized body | chunks | until close) → end → head. After an error it stays failed; the caller
/// closes the connection. Source: RFC 9112.
struct HTTPDecoder {
  enum Event {
    /// ``HTTPDecoder/head`` holds the new head.
    case head
    case body(ByteBuffer)
    case end
  }

  private enum State {
    case head
    case sized(remaining: Int)
    case chunkSize
    case chunkData(remaining: Int)
    case chunkEnd
    case trailer(bytes: Int)
    case untilClose
    case end
    case failed(HTTPError)
  }

  private let kind: HTTPHeadParser.Kind
  private let headBytesMax: Int
  private var state = State.head
  /// Bytes of the unfinished head that have been looked at.
  private var scanned = 0
  private(set) var head = HTTPHead()
  private(set) var body = HTTPHeadParser.Body.none

  init(_ kind: HTTPHeadParser.Kind, headBytesMax: Int) {
    self.kind = kind
    self.headBytesMax = min(headBytesMax, HTTPLimits.headBytesMaxEver)
  }

  /// Nothing of a message has been read yet.
  var isBetweenMessages: Bool { if case .head = state { true } else { false } }

  /// The next event in `buffer`, or nil if more bytes are needed. Consumed bytes leave the buffer.
  mutating func next(_ buffer: inout ByteBuffer) throws(HTTPError) -> Event? {
    do throws(HTTPError) {
      return try step(&buffer)
    } catch {
      state = .failed(error)
      throw error
    }
  }

  private mutating func step(_ buffer: inout ByteBuffer) throws(HTTPError) -> Event? {
    while true {
      switch state {
      case .head:
        guard try readHead(&buffer) else { return nil }
        // Interim responses (RFC 9110 §15.2) carry nothing that the gateway passes on; 101 is never asked for.
        if kind == .response, head.status < 200 {
          guard head.status != 101 else { throw .badStartLine }
          continue
        }
        begin(try framing())
        return .head
      case .sized(let remaining):
        if remaining == 0 { state = .end; continue }
        guard let part = take(&buffer, remaining) else { return nil }
        state = .sized(remaining: remaining - part.readableBytes)
        return .body(part)
      case .chunkSize:
        guard let size = try readChunkSize(&buffer) else { return nil }
        state = size == 0 ? .trailer(bytes: 0) : .chunkData(remaining: size)
      case .chunkData(let remaining):
        guard let part = take(&buffer, remaining) else { return nil }
        let left = remaining - part.readableBytes
        state = left == 0 ? .chunkEnd : .chunkData(remaining: left)
        return .body(part)
      case .chunkEnd:
        guard let line = try readLine(&buffer, max: 0, tooLong: .badChunk) else { return nil }
        guard line.isEmpty else { throw .badChunk }
        state = .chunkSize
      case .trailer(let bytes):
        let line = try readLine(&buffer, max: HTTPLimits.trailerBytesMax, tooLong: .badChunk)
        guard let line else { return nil }
        guard bytes + line.count <= HTTPLimits.trailerBytesMax else { throw .badChunk }
        state = line.isEmpty ? .end : .trailer(bytes: bytes + line.count + 2)
      case .untilClose:
        return take(&buffer, .max).map { .body($0) }
      case .end:
        state = .head
        return .end
      case .failed(let error):
        throw error
      }
    }
  }

  /// The peer has closed its side: says whether that ends a message, or throws if it cuts one off.
  mutating func finish() throws(HTTPError) -> Event? {
    switch state {
    case .untilClose, .end:
      state = .head
      return .end
    case .sized(let remaining) where remaining == 0:
      state = .head
      return .end
    case .head where scanned == 0: return nil
    case .failed(let error): throw error
    default:
      state = .failed(.unexpectedEnd)
      throw .unexpectedEnd
    }
  }

  private func framing() throws(HTTPError) -> HTTPHeadParser.Body {
    switch kind {
    case .request: try HTTPHeadParser.requestBody(head)
    case .response: try HTTPHeadParser.responseBody(head)
    }
  }

  private mutating func begin(_ body: HTTPHeadParser.Body) {
    self.body = body
    switch body {
    case .none: state = .end
    case .length(let length): state = .sized(remaining: length)
    case .chunked: state = .chunkSize
    case .untilClose: state = .untilClose
    }
  }

  /// Fills ``head`` if a whole one has come.
  private mutating func readHead(_ buffer: inout ByteBuffer) throws(HTTPError) -> Bool {
    // RFC 9112 §2.2: a server may ignore empty lines before a request line.
    if kind == .request { skipEmptyLines(&buffer) }
    let from = max(scanned - 3, 0)
    guard let length = try Self.headLength(buffer, from: from) else {
      scanned = buffer.readableBytes
      if scanned > headBytesMax { throw .headTooLarge }
      return false
    }
    guard length <= headBytesMax else { throw .headTooLarge }
    scanned = 0
    head.bytes.removeAll(keepingCapacity: true)
    unsafe buffer.withUnsafeReadableBytes { unsafe head.bytes.append(contentsOf: $0.prefix(length)) }
    buffer.moveReaderIndex(forwardBy: length)
    try HTTPHeadParser.parse(&head, as: kind)
    return true
  }

  private mutating func skipEmptyLines(_ buffer: inout ByteBuffer) {
    while buffer.getInteger(at: buffer.readerIndex, as: UInt16.self) == 0x0D0A {
      buffer.moveReaderIndex(forwardBy: 2)
      scanned = 0
    }
  }

  /// Length of the head with its final empty line, if that has come.
  ///
  /// A line that ends in a bare LF is refused here: nobody would ever see the end of such a head.
  private static func headLength(_ buffer: ByteBuffer, from: Int) throws(HTTPError) -> Int? {
    var isBare = false
    // SAFETY: every read is behind a comparison with the count of readable bytes.
    let length = unsafe buffer.withUnsafeReadableBytes { bytes -> Int? in
      guard let base = bytes.baseAddress else { return nil }
      var at = from
      while at < bytes.count {
        // Every head ends in LF CR LF: look for an LF, then at its neighbours.
        guard let found = unsafe memchr(base + at, 0x0A, bytes.count - at) else { return nil }
        at = unsafe UnsafeRawPointer(found) - base
        guard at > 0, unsafe bytes[at - 1] == 0x0D else {
          isBare = true
          return nil
        }
        if at + 2 < bytes.count, unsafe bytes[at + 1] == 0x0D, unsafe bytes[at + 2] == 0x0A { return at + 3 }
        at += 1
      }
      return nil
    }
    if isBare { throw .badLineEnd }
    return length
  }

  private func take(_ buffer: inout ByteBuffer, _ most: Int) -> ByteBuffer? {
    let length = min(buffer.readableBytes, most)
    return length == 0 ? nil : buffer.readSlice(length: length)
  }

  private mutating func readChunkSize(_ buffer: inout ByteBuffer) throws(HTTPError) -> Int? {
    guard let line = try readLine(&buffer, max: HTTPLimits.chunkLineBytesMax, tooLong: .badChunk) else { return nil }
    let digits = line.prefix { $0 != UInt8(ascii: ";") }
    guard !digits.isEmpty, digits.count <= 15 else { throw .badChunk }
    var size = 0
    for digit in digits {
      guard let value = HTTPDecoder.hexValue(digit) else { throw .badChunk }
      size = size << 4 | value
    }
    return size
  }

  private static func hexValue(_ digit: UInt8) -> Int? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(digit) - 0x30
    case UInt8(ascii: "a")...UInt8(ascii: "f"): Int(digit) - 0x57
    case UInt8(ascii: "A")...UInt8(ascii: "F"): Int(digit) - 0x37
    default: nil
    }
  }

  /// A line without its CR LF, or nil if it is not complete.
  private func readLine(
    _ buffer: inout ByteBuffer, max: Int, tooLong: HTTPError
  ) throws(HTTPError) -> ArraySlice<UInt8>? {
    let view = buffer.readableBytesView
    guard let end = view.firstIndex(of: 0x0A) else {
      if view.count > max + 1 { throw tooLong }
      return nil
    }
    let length = end - view.startIndex
    guard length >= 1, length - 1 <= max, view[end - 1] == 0x0D else { throw tooLong }
    let line = Array(view[view.startIndex..<(end - 1)])
    guard line.allSatisfy(HTTPSyntax.isFieldContent) else { throw tooLong }
    buffer.moveReaderIndex(forwardBy: length + 1)
    return line[...]
  }
}
