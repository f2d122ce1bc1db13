internal import Basics
internal import Crypto

/// Hashes and HMACs, as lower-case hexadecimal.
extension Builtins {
  static let digests: [Builtin] = [
    Builtin("crypto.md5", 1) { call throws(BuiltinError) in digest(call, Insecure.MD5.hash(data: try call.text(0).bytes)) },
    Builtin("crypto.sha1", 1) { call throws(BuiltinError) in digest(call, Insecure.SHA1.hash(data: try call.text(0).bytes)) },
    Builtin("crypto.sha256", 1) { call throws(BuiltinError) in digest(call, SHA256.hash(data: try call.text(0).bytes)) },
    Builtin("crypto.hmac.md5", 2) { call throws(BuiltinError) in try mac(call, Insecure.MD5.self) },
    Builtin("crypto.hmac.sha1", 2) { call throws(BuiltinError) in try mac(call, Insecure.SHA1.self) },
    Builtin("crypto.hmac.sha256", 2) { call throws(BuiltinError) in try mac(call, SHA256.self) },
    Builtin("crypto.hmac.sha512", 2) { call throws(BuiltinError) in try mac(call, SHA512.self) },
    Builtin("crypto.hmac.equal", 2) { call throws(BuiltinError) in
      let left = try call.text(0).bytes
      let right = try call.text(1).bytes
      guard left.count == right.count else { return .no }
      var difference: UInt8 = 0
      for (a, b) in zip(left, right) { difference |= a ^ b }
      return .boolean(difference == 0)
    },
  ]

  private static func digest(_ call: Arguments, _ digest: some Digest) -> Value { call.string(Hex.encode(Array(digest))) }

  private static func mac<H: HashFunction>(_ call: Arguments, _ hash: H.Type) throws(BuiltinError) -> Value {
    let text = try call.text(0).bytes
    let key = SymmetricKey(data: try call.text(1).bytes)
    return call.string(Hex.encode(Array(HMAC<H>.authenticationCode(for: text, using: key))))
  }
}
