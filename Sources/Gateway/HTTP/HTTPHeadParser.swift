/// Parses one complete head (start line and fields, up to and with the empty line) into an ``HTTPHead``.
///
/// Strict: CR LF only, no folding, no space before a colon, tokens and field content as RFC 9110 has them.
enum HTTPHeadParser {
  enum Kind {
    case request, response
  }

  /// How the body after a head is delimited.
  enum Body: Equatable {
    case none
    case length(Int)
    case chunked
    case untilClose
  }

  /// Fills the tables of `head` from `head.bytes`.
  ///
  /// - Complexity: One pass, O(n) in bytes.
  static func parse(_ head: inout HTTPHead, as kind: Kind) throws(HTTPError) {
    head.fields.removeAll(keepingCapacity: true)
    let bytes = head.bytes
    let text = bytes.span
    var at = try lineEnd(text, from: 0)
    switch kind {
    case .request: try readRequestLine(&head, end: at)
    case .response: try readStatusLine(&head, end: at)
    }
    at += 2
    while true {
      guard at + 1 < text.count else { throw .badLineEnd }
      if text[at] == 0x0D, text[at + 1] == 0x0A { return }
      guard head.fields.count < HTTPLimits.fieldsMax else { throw .tooManyFields }
      head.fields.append(try readField(text, &at))
    }
  }

  /// The offset of the CR that ends the line; a bare CR or LF is refused.
  private static func lineEnd(_ text: Span<UInt8>, from start: Int) throws(HTTPError) -> Int {
    var at = start
    while at + 1 < text.count {
      let byte = text[at]
      if byte == 0x0D {
        guard text[at + 1] == 0x0A else { throw .badLineEnd }
        return at
      }
      if byte == 0x0A { throw .badLineEnd }
      at += 1
    }
    throw .badLineEnd
  }

  /// Reads the line at `at`, and moves `at` behind it.
  private static func readField(_ text: Span<UInt8>, _ at: inout Int) throws(HTTPError) -> HTTPHead.Field {
    let start = at
    while at < text.count, HTTPSyntax.isToken(text[at]) { at += 1 }
    let colon = at
    guard colon > start, at < text.count, text[at] == UInt8(ascii: ":") else { throw fault(text, at) }
    at += 1
    while at < text.count, text[at] == 0x20 || text[at] == 0x09 { at += 1 }
    let first = at
    while at < text.count, HTTPSyntax.isFieldContent(text[at]) { at += 1 }
    guard at + 1 < text.count, text[at] == 0x0D, text[at + 1] == 0x0A else { throw fault(text, at) }
    var last = at
    while last > first, text[last - 1] == 0x20 || text[last - 1] == 0x09 { last -= 1 }
    at += 2
    return HTTPHead.Field(
      known: .recognise(text.extracting(start..<colon)), name: UInt16(start)..<UInt16(colon),
      value: UInt16(first)..<UInt16(last))
  }

  /// Why the byte at `at` may not stand there.
  private static func fault(_ text: Span<UInt8>, _ at: Int) -> HTTPError {
    guard at < text.count else { return .badLineEnd }
    let isLineEnd = text[at] == 0x0D && at + 1 < text.count && text[at + 1] == 0x0A
    return (text[at] == 0x0D || text[at] == 0x0A) && !isLineEnd ? .badLineEnd : .badField
  }

  // MARK: Start lines

  private static func readRequestLine(_ head: inout HTTPHead, end: Int) throws(HTTPError) {
    let line = head.bytes[0..<end]
    guard let first = line.firstIndex(of: 0x20), let second = line[(first + 1)...].firstIndex(of: 0x20),
      first > 0, line[..<first].allSatisfy(HTTPSyntax.isToken), !line[(second + 1)...].contains(0x20)
    else { throw .badStartLine }
    head.method = method(line[..<first])
    let target = line[(first + 1)..<second]
    guard target.first == UInt8(ascii: "/"), target.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw .badTarget }
    head.target = UInt16(target.startIndex)..<UInt16(target.endIndex)
    head.minorVersion = try minorVersion(line[(second + 1)...])
  }

  private static func method(_ name: ArraySlice<UInt8>) -> HTTPHead.Method {
    if name.elementsEqual("POST".utf8) { return .post }
    if name.elementsEqual("GET".utf8) { return .get }
    if name.elementsEqual("DELETE".utf8) { return .delete }
    if name.elementsEqual("OPTIONS".utf8) { return .options }
    if name.elementsEqual("HEAD".utf8) { return .head }
    return .other
  }

  private static func readStatusLine(_ head: inout HTTPHead, end: Int) throws(HTTPError) {
    let line = head.bytes[0..<end]
    guard line.count >= 12, line[8] == 0x20, line.count == 12 || line[12] == 0x20,
      let status = HTTPSyntax.number(line[9..<12]), status >= 100
    else { throw .badStartLine }
    head.minorVersion = try minorVersion(line[0..<8])
    head.status = status
  }

  private static func minorVersion(_ text: ArraySlice<UInt8>) throws(HTTPError) -> UInt8 {
    guard text.count == 8, text.starts(with: "HTTP/".utf8) else { throw .badStartLine }
    if text.elementsEqual("HTTP/1.1".utf8) { return 1 }
    if text.elementsEqual("HTTP/1.0".utf8) { return 0 }
    throw .badVersion
  }

  // MARK: The body that follows

  /// How a request's body is delimited; refuses every ambiguity. Source: RFC 9112 §6.
  static func requestBody(_ head: HTTPHead) throws(HTTPError) -> Body {
    guard head.count(.host) == 1 || (head.minorVersion == 0 && head.count(.host) == 0) else { throw .missingHost }
    for field in singular where head.count(field) > 1 { throw .duplicateField }
    return try framing(head) ?? .none
  }

  /// How a response's body is delimited; the gateway never sends HEAD.
  static func responseBody(_ head: HTTPHead) throws(HTTPError) -> Body {
    let framing = try framing(head)
    if head.status < 200 || head.status == 204 || head.status == 304 { return .none }
    return framing ?? .untilClose
  }

  /// Fields of which a second one could be read as a different request.
  private static let singular: [KnownField] = [.contentType, .contentEncoding, .origin, .stepUpToken]

  private static func framing(_ head: HTTPHead) throws(HTTPError) -> Body? {
    let lengths = head.count(.contentLength)
    if head.has(.transferEncoding) {
      guard lengths == 0 else { throw .lengthConflict }
      guard head.minorVersion == 1, head.count(.transferEncoding) == 1, let coding = head.value(.transferEncoding),
        HTTPSyntax.equalsIgnoringCase(coding, "chunked")
      else { throw .badTransferEncoding }
      return .chunked
    }
    guard lengths > 0 else { return nil }
    guard lengths == 1, let value = head.value(.contentLength), let length = HTTPSyntax.number(value) else {
      throw .badContentLength
    }
    return .length(length)
  }
}
