import Basics

/// Reads messages off the tape of a document: checks the shape of each and finds its parts.
enum EnvelopeReader {
  static func document(of body: [UInt8], limits: EnvelopeLimits) throws(EnvelopeError) -> JSONDocument {
    do throws(JSONError) {
      return try JSONDocument(parsing: body, limits: limits.json)
    } catch {
      throw EnvelopeError(.malformedJSON, at: error.offset, json: error)
    }
  }

  /// The message at `node`.
  static func envelope(in document: JSONDocument, at node: Int) throws(EnvelopeError) -> Envelope {
    let start = document.range(at: node).lowerBound
    switch document.kind(at: node) {
    case .object: break
    case .array: throw EnvelopeError(.batchNotAllowed, at: start)
    default: throw EnvelopeError(.notAnObject, at: start)
    }
    let members = EnvelopeMembers(of: document, object: node)
    do throws(EnvelopeError) {
      return try envelope(in: document, at: node, members)
    } catch {
      throw error.echoing(readableID(members.id, in: document))
    }
  }

  private static func envelope(
    in document: JSONDocument, at node: Int, _ members: EnvelopeMembers
  ) throws(EnvelopeError) -> Envelope {
    let start = document.range(at: node).lowerBound
    guard let version = members.jsonrpc, document.matches(version, "2.0") else {
      throw EnvelopeError(.versionNotTwo, at: members.jsonrpc.map { document.range(at: $0).lowerBound } ?? start)
    }
    let kind = try kind(of: members, at: start)
    let id = try id(members.id, in: document, kind, at: start)
    let idRange = id == nil ? 0..<0 : members.id.map { document.range(at: $0) } ?? 0..<0
    let method = try members.method.map { (node) throws(EnvelopeError) in try self.method(node, in: document) }
    try check(kind, against: method, at: start)
    var envelope = Envelope(
      document: document, node: node, kind: kind, id: id, idRange: idRange, method: method)
    envelope.result = members.result
    envelope.error = members.error
    if let params = members.params { try ParameterReader.read(params, into: &envelope) }
    try ParameterReader.checkName(of: envelope, at: start)
    try readOutcome(into: &envelope)
    return envelope
  }

  private static func kind(of members: EnvelopeMembers, at start: Int) throws(EnvelopeError) -> Envelope.Kind {
    switch (members.method, members.result, members.error) {
    case (_?, nil, nil): members.id == nil ? .notification : .request
    case (nil, _?, nil) where members.params == nil: .response
    case (nil, nil, _?) where members.params == nil: .errorResponse
    default: throw EnvelopeError(.kindUnclear, at: start)
    }
  }

  /// Refuses a known request sent without id, and a known notification sent with one: servers differ in whether
  /// they run such a message.
  private static func check(_ kind: Envelope.Kind, against method: Method?, at start: Int) throws(EnvelopeError) {
    guard let expected = method?.kind else { return }
    if (expected == .request) != (kind == .request) { throw EnvelopeError(.kindWrong, at: start) }
  }

  // MARK: Id and method

  private static func id(
    _ node: Int?, in document: JSONDocument, _ kind: Envelope.Kind, at start: Int
  ) throws(EnvelopeError) -> RequestID? {
    guard let node else {
      // A server that could not read a request cannot name its id.
      if kind == .response { throw EnvelopeError(.idMissing, at: start) }
      return nil
    }
    if kind == .errorResponse, document.kind(at: node) == .null { return nil }
    guard let id = requestID(at: node, in: document) else {
      throw EnvelopeError(.idInvalid, at: document.range(at: node).lowerBound)
    }
    return id
  }

  /// The id, or nil if it is of no allowed kind: null, a fraction, an exponent, out of range.
  static func requestID(at node: Int, in document: JSONDocument) -> RequestID? {
    let range = document.nodes[node].range
    switch document.kind(at: node) {
    case .string:
      let text = document.utf8(at: node)
      guard text.count <= EnvelopeLimits.idBytesMax else { return nil }
      return .string(String(decoding: text, as: UTF8.self))
    case .number:
      return integer(document.bytes[range]).map { .integer($0) }
    default: return nil
    }
  }

  /// A whole number of at most 64 bits written without fraction and exponent; the text is a JSON number.
  static func integer(_ digits: ArraySlice<UInt8>) -> Int64? {
    let isNegative = digits.first == UInt8(ascii: "-")
    var value: Int64 = 0
    for digit in digits.dropFirst(isNegative ? 1 : 0) {
      guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
      let (tens, tooLarge) = value.multipliedReportingOverflow(by: 10)
      let unit = Int64(digit - UInt8(ascii: "0"))
      let (next, tooFar) = tens.subtractingReportingOverflow(unit)
      guard !tooLarge, !tooFar else { return nil }
      value = next
    }
    // Digits are summed below zero, where the range reaches one further.
    guard !isNegative else { return value }
    let (positive, overflow) = Int64(0).subtractingReportingOverflow(value)
    return overflow ? nil : positive
  }

  private static func readableID(_ node: Int?, in document: JSONDocument) -> [UInt8]? {
    guard let node, requestID(at: node, in: document) != nil else { return nil }
    return Array(document.bytes[document.range(at: node)])
  }

  private static func method(_ node: Int, in document: JSONDocument) throws(EnvelopeError) -> Method {
    let name = document.utf8(at: node)
    guard document.kind(at: node) == .string, 1...EnvelopeLimits.methodBytesMax ~= name.count,
      !name.contains(where: { $0 < 0x20 || $0 == 0x7F })
    else { throw EnvelopeError(.methodInvalid, at: document.range(at: node).lowerBound) }
    let row = MethodCatalogue.row(of: name.span)
    return row == Method.unknownRow ? Method(String(decoding: name, as: UTF8.self)) : Method(row: row)
  }

  // MARK: Outcome

  private static func readOutcome(into envelope: inout Envelope) throws(EnvelopeError) {
    let document = envelope.document
    if let result = envelope.result {
      envelope.metadata = document.member(named: "_meta", of: result)
    }
    guard let error = envelope.error else { return }
    guard let code = document.member(named: "code", of: error), document.kind(at: code) == .number,
      integer(document.bytes[document.range(at: code)]) != nil,
      let message = document.member(named: "message", of: error), document.kind(at: message) == .string
    else { throw EnvelopeError(.errorInvalid, at: document.range(at: error).lowerBound) }
  }
}

extension EnvelopeError {
  func echoing(_ id: [UInt8]?) -> EnvelopeError {
    var error = self
    error.id = id
    return error
  }
}
