internal import Basics

/// `io.jwt.decode_verify`: the signature, then the claims that the constraints name.
struct TokenVerification {
  private let call: Arguments
  private var secret: [UInt8]?
  private var certificate: [UInt8]?
  private var algorithm: String?
  private var issuer: String?
  private var audience: String?
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
        time = number
        continue
      }
      guard let text = value.stringValue else { throw .failed("\(name) constraint: must be a string") }
      switch name {
      case "secret": secret = Array(text.utf8)
      case "cert": certificate = Array(text.utf8)
      case "alg": algorithm = text
      case "iss": issuer = text
      case "aud": audience = text
      default: throw .failed("unknown token validation constraint: \(name)")
      }
    }
    guard (secret == nil) != (certificate == nil) else {
      throw .failed("exactly one of the constraints cert and secret is needed")
    }
  }

  /// `[true, header, payload]` or `[false, {}, {}]`.
  func result() throws(BuiltinError) -> Value {
    let empty = call.arena.object([])
    guard let token = try verified(), try acceptsClaims(token.payload) else {
      return call.arena.array([.no, empty, empty])
    }
    return call.arena.array([.yes, token.header, token.payload])
  }

  /// The innermost token, if every signature around it is good.
  private func verified() throws(BuiltinError) -> CompactToken? {
    var text = try call.string(0)
    for _ in 0..<CompactToken.nestingLimit {
      let token = try CompactToken(text, call.arena)
      guard let name = token.member("alg").stringValue, let used = SignatureAlgorithm(rawValue: name),
        algorithm == nil || algorithm == name
      else { return nil }
      guard used.isSymmetric == (secret != nil),
        try Builtins.verify(token, used, key: secret ?? certificate ?? [], call.arena)
      else { return nil }
      guard let inner = token.innerToken else { return token.payload.has(.object) ? token : nil }
      text = inner
    }
    return nil
  }

  private func acceptsClaims(_ payload: Value) throws(BuiltinError) -> Bool {
    func claim(_ name: String) -> Value { payload.member(call.arena.string(name)) }
    if let issuer, claim("iss").stringValue != issuer { return false }
    let audiences = claim("aud")
    if let audience {
      let matches = audiences.stringValue == audience || audiences.holds(call.string(audience))
      if !matches { return false }
    } else if audiences.isDefined {
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
