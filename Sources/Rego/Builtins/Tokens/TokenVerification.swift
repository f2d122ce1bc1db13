internal import Basics

/// `io.jwt.decode_verify`: the signature, then the claims that the constraints name.
struct TokenVerification {
  private let call: Arguments
  private var keys: [VerificationKey]?
  private var secret = ""
  private var algorithm = ""
  private var issuer = ""
  private var audience = ""
  /// Nanoseconds.
  private var time: Double

  init(_ call: Arguments) throws(BuiltinError) {
    self.call = call
    time = Double(call.machine.now.nanoseconds)
    let constraints = try call.object(1)
    for index in 0..<constraints.count {
      let name = constraints.key(index).stringValue ?? ""
      let value = constraints.value(index)
      if name == "time" {
        guard let number = value.doubleValue else { throw .failed("token time constraint: must be a number") }
        guard number >= 0 else { throw .failed("token time constraint: must not be negative") }
        time = number
        continue
      }
      guard ["cert", "secret", "alg", "iss", "aud"].contains(name) else {
        throw .failed("unknown token validation constraint: \(name)")
      }
      guard let text = value.stringValue else { throw .failed("\(name) constraint: must be a string") }
      switch name {
      case "cert": keys = try VerificationKey.read(value.text.bytes, call.arena)
      case "secret": secret = text
      case "alg": algorithm = text
      case "iss": issuer = text
      default: audience = text
      }
    }
    if keys != nil, !secret.isEmpty { throw .failed("duplicate key constraints") }
    if keys == nil, secret.isEmpty { throw .failed("no key constraint") }
  }

  /// `[true, header, payload]` or `[false, {}, {}]`.
  func result() throws(BuiltinError) -> Value {
    let empty = call.arena.object([])
    guard let (header, payload) = try verified(), try acceptsClaims(payload) else {
      return call.arena.array([.no, empty, empty])
    }
    return call.arena.array([.yes, header, payload])
  }

  /// Header and payload of the innermost token, if every signature around it is good.
  private func verified() throws(BuiltinError) -> (header: Value, payload: Value)? {
    var text = try call.text(0)
    for _ in 0..<CompactToken.nestingLimit {
      let token = try CompactToken(text, call.arena)
      let decoded = try token.header()
      let header = try TokenHeader(decoded)
      guard header.isUnderstood, algorithm.isEmpty || algorithm == header.algorithm else { return nil }
      let signature = try token.signature()
      guard let used = SignatureAlgorithm(rawValue: header.algorithm) else { return nil }
      let trusted = keys ?? [VerificationKey(material: .secret(Array(secret.utf8)))]
      guard VerificationKey.anyVerifies(trusted, header, { used.verify(token.signedBytes, signature, $0) }) else { return nil }
      let payload = try token.payloadBytes()
      guard header.contentType.uppercased() == "JWT" else { return (decoded, try token.object(payload)) }
      text = call.arena.string(payload).text
    }
    throw .failed("JWT is nested more than \(CompactToken.nestingLimit) deep")
  }

  private func acceptsClaims(_ payload: Value) throws(BuiltinError) -> Bool {
    func claim(_ name: String) -> Value { payload.member(call.arena.string(name)) }
    if !issuer.isEmpty, claim("iss").stringValue != issuer { return false }
    let audiences = claim("aud")
    if audiences.isDefined {
      let isNamed = audiences.stringValue == audience || audiences.has(.array) && audiences.holds(call.string(audience))
      guard isNamed else { return false }
    } else if !audience.isEmpty {
      return false
    }
    if let expiry = try seconds(claim("exp"), "exp"), time >= expiry * 1e9 { return false }
    if let start = try seconds(claim("nbf"), "nbf"), time < start * 1e9 { return false }
    return true
  }

  private func seconds(_ claim: Value, _ name: String) throws(BuiltinError) -> Double? {
    guard claim.isDefined else { return nil }
    guard let number = claim.doubleValue else { throw .failed("\(name) value must be a number") }
    return number
  }
}
