internal import Basics
internal import Crypto

/// `providers.aws.sign_req`: AWS Signature Version 4 over an HTTP request object.
extension Builtins {
  static let requestSigning: [Builtin] = [
    Builtin("providers.aws.sign_req", 3) { call throws(BuiltinError) in
      _ = try call.object(0)
      let credentials = try RequestSignature.Credentials(call)
      guard let nanoseconds = try call.number(2).integerValue else {
        throw .operand(3, "could not convert time_ns value into a unix timestamp")
      }
      try RequestObject.check(call[0], call)
      let time = CivilTime(nanoseconds: nanoseconds, zone: .utc)
      return try RequestSignature(request: call[0], credentials: credentials, time: time, call: call).signed()
    }
  ]
}

/// - Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>.
struct RequestSignature {
  struct Credentials {
    var accessKey = ""
    var secretKey = ""
    var region = ""
    var service = ""
    var sessionToken = ""
    var leavesPayloadUnsigned = false

    init(_ call: Arguments) throws(BuiltinError) {
      let config = try call.object(1)
      let required = ["aws_access_key", "aws_region", "aws_secret_access_key", "aws_service"]
      func value(_ name: String) -> Value { config[call.string(name)] }
      let missing = required.filter { !value($0).isDefined }
      guard missing.isEmpty else {
        throw .operand(2, "missing required AWS config parameters(s): \(RequestObject.names(missing, call))")
      }
      let invalid = required.filter { !value($0).has(.string) }
      guard invalid.isEmpty else {
        throw .operand(2, "invalid values for required AWS config parameters(s): \(RequestObject.names(invalid, call))")
      }
      accessKey = value("aws_access_key").stringValue ?? ""
      secretKey = value("aws_secret_access_key").stringValue ?? ""
      region = value("aws_region").stringValue ?? ""
      service = value("aws_service").stringValue ?? ""
      sessionToken = value("aws_session_token").stringValue ?? ""
      let unsigned = value("disable_payload_signing")
      guard unsigned.isDefined else { return }
      guard let flag = unsigned.booleanValue else {
        throw .operand(2, "invalid value for 'disable_payload_signing' in AWS config")
      }
      leavesPayloadUnsigned = flag
    }
  }

  /// Headers that proxies may change are not signed.
  private static let unsignedHeaders: Set<String> = ["authorization", "user-agent", "x-amzn-trace-id"]

  let request: Value
  let credentials: Credentials
  let time: CivilTime
  let call: Arguments

  private func member(_ name: String) -> Value { request.member(call.string(name)) }

  func signed() throws(BuiltinError) -> Value {
    let headers = member("headers")
    guard !headers.isDefined || headers.has(.object) else { throw .operand(1, "must have headers that are an object") }
    let url = try URLParts(member("url").text.bytes)
    let day = TimeLayout.format(time, layout: "20060102")
    let instant = TimeLayout.format(time, layout: "20060102T150405Z")
    let payload = credentials.leavesPayloadUnsigned ? "UNSIGNED-PAYLOAD" : Hex.encode(SHA256.hash(data: body))
    var own = ["host": String(decoding: url.host, as: UTF8.self), "x-amz-date": instant]
    if ["s3", "glacier"].contains(credentials.service) || credentials.leavesPayloadUnsigned { own["x-amz-content-sha256"] = payload }
    if !credentials.sessionToken.isEmpty { own["x-amz-security-token"] = credentials.sessionToken }

    var toSign = own
    var all: [(key: Value, value: Value)] = []
    for index in 0..<(headers.memberCount ?? 0) {
      let (key, value) = (headers.table.key(index), headers.table.value(index))
      let name = (key.stringValue ?? "").lowercased()
      let text = value.stringValue ?? ""
      all.append((call.string(key.stringValue ?? ""), call.string(text)))
      if !Self.unsignedHeaders.contains(name) { toSign[name] = text }
    }
    let names = toSign.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let path = String(decoding: url.rawPath == url.path ? URLEscapes.encodedPath(url.path) : url.rawPath, as: UTF8.self)
    var canonical = (member("method").stringValue ?? "") + "\n" + path + "\n"
    canonical += String(decoding: url.rawQuery, as: UTF8.self) + "\n"
    for name in names { canonical += name + ":" + (toSign[name] ?? "") + "\n" }
    canonical += "\n" + names.joined(separator: ";") + "\n" + payload

    let scope = day + "/" + credentials.region + "/" + credentials.service + "/aws4_request"
    let text = "AWS4-HMAC-SHA256\n" + instant + "\n" + scope + "\n" + Hex.encode(SHA256.hash(data: Array(canonical.utf8)))
    var key = Array(("AWS4" + credentials.secretKey).utf8)
    for part in [day, credentials.region, credentials.service, "aws4_request"] { key = Self.mac(part, key) }
    let authorization =
      "AWS4-HMAC-SHA256 Credential=" + credentials.accessKey + "/" + scope + ",SignedHeaders=" + names.joined(separator: ";")
      + ",Signature=" + Hex.encode(Self.mac(text, key))

    all.append((call.string("Authorization"), call.string(authorization)))
    for (name, value) in own { all.append((call.string(name), call.string(value))) }
    return call.arena.replacing(request, [call.string("headers")], with: call.arena.object(all))
  }

  private var body: [UInt8] {
    let raw = member("raw_body")
    if raw.isDefined { return raw.has(.string) ? raw.text.bytes : [] }
    let body = member("body")
    return body.isDefined ? body.marshalled : []
  }

  private static func mac(_ text: String, _ key: [UInt8]) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: SymmetricKey(data: key)))
  }
}
