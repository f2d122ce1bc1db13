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
    var at = try lineEnd(head.bytes, from: 0)
    switch kind {
    case .request: try readRequestLine(&head, end: at)
    case .response: try readStatusLine(&head, end: at)
    }
    at += 2
    while true {
      let end = try lineEnd(head.bytes, from: at)
      if end == at { return }
      guard head.fields.count < HTTPLimits.fieldsMax else { throw .tooManyFields }
      head.fields.append(try readField(head.bytes, at, end))
      at = end + 2
    }
  }

  /// The offset of the CR that ends the line; a bare CR or LF is refused.
  private static func lineEnd(_ bytes: [UInt8], from start: Int) throws(HTTPError) -> Int {
    var at = start
    while at + 1 < bytes.count {
      let byte = bytes[at]
      if byte == 0x0D {
        guard bytes[at + 1] == 0x0A else { throw .badLineEnd }
        return at
      }
      if byte == 0x0A { throw .badLineEnd }
      at += 1
    }
    throw .badLineEnd
  }

  private static func readField(_ bytes: [UInt8], _ start: Int, _ end: Int) throws(HTTPError) -> HTTPHead.Field {
    var colon = start
    while colon < end, bytes[colon] != UInt8(ascii: ":") {
      guard HTTPSyntax.isToken(bytes[colon]) else { throw .badField }
      colon += 1
    }
    guard colon > start, colon < end else { throw .badField }
    var first = colon + 1
    var last = end
    while first < last, bytes[first] == 0x20 || bytes[first] == 0x09 { first += 1 }
    while last > first, bytes[last - 1] == 0x20 || bytes[last - 1] == 0x09 { last -= 1 }
    for at in first..<last where !HTTPSyntax.isFieldContent(bytes[at]) { throw .badField }
    return HTTPHead.Field(
      known: .recognise(bytes[start..<colon]), name: UInt16(start)..<UInt16(colon), value: UInt16(first)..<UInt16(last))
  }

  // MARK: Start lines

  private static func readRequestLine(_ head: inout HTTPHead, end: Int) throws(HTTPError) {
    let parts = head.bytes[0..<end].split(separator: 0x20, omittingEmptySubsequences: false)
    guard parts.count == 3, let method = parts.first, let version = parts.last,
      !method.isEmpty, method.allSatisfy(HTTPSyntax.isToken)
    else { throw .badStartLine }
    head.method = self.method(method)
    let target = parts[1]
    guard target.first == UInt8(ascii: "/"), target.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw .badTarget }
    head.target = UInt16(target.startIndex)..<UInt16(target.endIndex)
    head.minorVersion = try minorVersion(version)
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
