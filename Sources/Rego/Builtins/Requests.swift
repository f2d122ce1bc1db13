/// `http.send`, over the transport that the caller granted.
extension Builtins {
  static let requests: [Builtin] = [
    Builtin("http.send", 1, isNondeterministic: true) { call throws(BuiltinError) in
      try RequestObject.check(call[0], call)
      let request = try OutboundRequest(call[0], call)
      return try NetworkCall("http.send", call).once(call[0].description) { access throws(BuiltinError) in
        try request.response(access)
      }
    }
  ]
}

/// One request as a policy describes it, and what becomes of it.
private struct OutboundRequest {
  private let call: Arguments
  private let options: Value
  private var request = RegoHTTPRequest(
    method: "", url: "", headers: [], body: [], timeoutNanoseconds: .max, responseBytesMax: 0)

  init(_ options: Value, _ call: Arguments) throws(BuiltinError) {
    self.call = call
    self.options = options
    request.method = member("method").stringValue?.uppercased() ?? ""
    request.url = member("url").stringValue ?? ""
    let table = options.table
    for index in 0..<table.count {
      let name = table.key(index).stringValue ?? ""
      // Whom to trust and who to be is the configuration's to say, not the policy's.
      if name.hasPrefix("tls_") { throw .operand(1, "\(name) is not supported: the gateway's configuration sets up TLS") }
    }
    try readHeaders()
    try readBody()
    try readTimeout()
  }

  private func member(_ name: String) -> Value { options.member(call.string(name)) }

  private func flag(_ name: String, _ standard: Bool) throws(BuiltinError) -> Bool {
    let value = member(name)
    guard value.isDefined else { return standard }
    guard let flag = value.booleanValue else { throw .operand(1, "\"\(name)\" must be a boolean") }
    return flag
  }

  private mutating func readHeaders() throws(BuiltinError) {
    let headers = member("headers")
    guard headers.isDefined else { return }
    guard headers.has(.object) else { throw .operand(1, "\"headers\" must be an object") }
    for header in headers.sortedMembers {
      guard let value = header.value.stringValue else { throw .operand(1, "\"headers\" must be an object of strings") }
      let name = String(decoding: header.key ?? [], as: UTF8.self)
      guard !(name + value).utf8.contains(where: { $0 == 0x0A || $0 == 0x0D || $0 == 0 }) else {
        throw .operand(1, "\"headers\" must not hold line breaks")
      }
      request.headers.append((name, value))
    }
  }

  private mutating func readBody() throws(BuiltinError) {
    let raw = member("raw_body")
    if raw.isDefined {
      guard raw.has(.string) else { throw .operand(1, "\"raw_body\" must be a string") }
      request.body = raw.text.bytes
    } else if member("body").isDefined {
      request.body = member("body").marshalled
      if !request.headers.contains(where: { $0.name.lowercased() == "content-type" }) {
        request.headers.append(("Content-Type", "application/json"))
      }
    }
  }

  /// Nanoseconds, or a duration like `500ms`.
  private mutating func readTimeout() throws(BuiltinError) {
    let timeout = member("timeout")
    guard timeout.isDefined else { return }
    let nanoseconds: Int64?
    if let text = timeout.stringValue { nanoseconds = try TimeLayout.duration(text) } else { nanoseconds = timeout.integerValue }
    guard let nanoseconds, nanoseconds >= 0 else {
      throw .operand(1, "\"timeout\" must be a duration or a number of nanoseconds")
    }
    if nanoseconds > 0 { request.timeoutNanoseconds = UInt64(nanoseconds) }
  }

  // MARK: - The exchange

  func response(_ access: RegoNetworkAccess) throws(BuiltinError) -> Value {
    let raises = try flag("raise_error", true)
    do throws(BuiltinError) {
      return try described(try exchange(access))
    } catch {
      if raises || error.isFatal { throw error }
      let fault = object([("code", call.string("eval_http_send_network_error")), ("message", call.string(error.message))])
      return object([("status_code", .integer(0)), ("error", fault)])
    }
  }

  private func exchange(_ access: RegoNetworkAccess) throws(BuiltinError) -> RegoHTTPResponse {
    let follows = try flag("enable_redirect", false)
    var current = request
    current.timeoutNanoseconds = min(request.timeoutNanoseconds, access.timeoutNanoseconds)
    current.responseBytesMax = access.responseBytesMax
    for _ in 0...RegoNetworkAccess.redirectionsMax {
      let answer = try send(current, access)
      guard follows, [301, 302, 303, 307, 308].contains(answer.status),
        let place = answer.headers.first(where: { $0.name.lowercased() == "location" })?.value
      else { return answer }
      let next = SchemaReferences.resolve(place, against: current.url)
      if try Self.host(next) != Self.host(current.url) {
        // Credentials are for the host they were written for.
        current.headers.removeAll { ["authorization", "cookie"].contains($0.name.lowercased()) }
      }
      current.url = next
      if answer.status < 307, current.method != "HEAD" { (current.method, current.body) = ("GET", []) }
    }
    throw .failed("stopped after \(RegoNetworkAccess.redirectionsMax) redirects")
  }

  private static func host(_ url: String) throws(BuiltinError) -> String {
    String(decoding: try URLParts(Array(url.utf8)).host, as: UTF8.self)
  }

  private func send(_ request: RegoHTTPRequest, _ access: RegoNetworkAccess) throws(BuiltinError) -> RegoHTTPResponse {
    let url = try URLParts(Array(request.url.utf8))
    let scheme = String(decoding: url.scheme, as: UTF8.self)
    guard scheme == "http" || scheme == "https" else { throw .failed("unsupported protocol scheme \"\(scheme)\"") }
    let host = String(decoding: url.hostname, as: UTF8.self)
    let written = String(decoding: url.port, as: UTF8.self)
    let port = written.isEmpty ? scheme == "https" ? "443" : "80" : written
    guard access.allows(host, port: port) else { throw NetworkCall.refused("http.send", host + ":" + port) }
    try NetworkCall("http.send", call).count(access)
    let answer: RegoHTTPResponse
    do throws(RegoTransportError) {
      answer = try access.transport.send(request)
    } catch {
      throw .failed("\(request.method) \(request.url): \(error.message)")
    }
    guard answer.body.count <= access.responseBytesMax else {
      throw .failed("\(request.method) \(request.url): the answer is longer than \(access.responseBytesMax) bytes")
    }
    return answer
  }

  // MARK: - The answer

  private func object(_ members: [(String, Value)]) -> Value {
    call.arena.object(members.map { (key: call.string($0.0), value: $0.1) })
  }

  private func described(_ answer: RegoHTTPResponse) throws(BuiltinError) -> Value {
    try call.reserve(answer.body.count * 2)
    var headers: [(name: String, values: [Value])] = []
    for header in answer.headers {
      let name = header.name.lowercased()
      if let index = headers.firstIndex(where: { $0.name == name }) {
        headers[index].values.append(call.string(header.value))
      } else {
        headers.append((name, [call.string(header.value)]))
      }
    }
    let status = answer.reason.isEmpty ? String(answer.status) : "\(answer.status) \(answer.reason)"
    return object([
      ("status", call.string(status)), ("status_code", .integer(answer.status)), ("body", try body(answer)),
      ("raw_body", call.string(answer.body)),
      ("headers", object(headers.map { ($0.name, call.arena.array($0.values)) })),
    ])
  }

  /// Decoded where its type, or the policy, says what it is; null otherwise.
  private func body(_ answer: RegoHTTPResponse) throws(BuiltinError) -> Value {
    let type = answer.headers.first { $0.name.lowercased() == "content-type" }?.value.lowercased() ?? ""
    let isForced = try flag("force_json_decode", false)
    if isForced || type.hasPrefix("application/json") {
      if let value = JSONReader.value(answer.body, in: call.arena) { return value }
      if isForced { throw .failed("the answer is not JSON") }
    }
    let isYAML = ["application/yaml", "application/x-yaml"].contains { type.hasPrefix($0) }
    if try flag("force_yaml_decode", false) || isYAML {
      var reader = YAMLDocumentReader(call)
      return try reader.read(call.string(answer.body).text)
    }
    return .null
  }
}
