internal import Basics

/// `io.jwt.*`: JSON Web Tokens (RFC 7515, 7519).
extension Builtins {
  static let tokens: [Builtin] =
    [
      Builtin("io.jwt.decode", 1) { call throws(BuiltinError) in
        let token = try CompactToken.unnested(try call.string(0), call.arena)
        return call.arena.array([
          token.header, token.payload, call.string(Hex.encode(token.signature)),
        ])
      },
      Builtin("io.jwt.decode_verify", 2, isNondeterministic: true) { call throws(BuiltinError) in
        try TokenVerification(call).result()
      },
      Builtin("io.jwt.encode_sign", 3, isNondeterministic: true) { call throws(BuiltinError) in
        let header = Array(call[0].jsonText.utf8)
        return call.string(try TokenSigning.sign(header, Array(call[1].jsonText.utf8), Array(call[2].jsonText.utf8), call.arena))
      },
      Builtin("io.jwt.encode_sign_raw", 3, isNondeterministic: true) { call throws(BuiltinError) in
        call.string(try TokenSigning.sign(try call.text(0).bytes, try call.text(1).bytes, try call.text(2).bytes, call.arena))
      },
    ]
    + SignatureAlgorithm.allCases.map { algorithm in
      let suffix = algorithm == .eddsa ? "eddsa" : algorithm.rawValue.lowercased()
      return Builtin("io.jwt.verify_" + suffix, 2) { call throws(BuiltinError) in
        let token = try CompactToken(try call.string(0), call.arena)
        return .boolean(try verify(token, algorithm, key: try call.text(1).bytes, call.arena))
      }
    }

  /// Whether any of the keys in `key` (a secret, PEM or JWK text) made the signature with this algorithm.
  static func verify(
    _ token: CompactToken, _ algorithm: SignatureAlgorithm, key: [UInt8], _ arena: Arena
  ) throws(BuiltinError) -> Bool {
    if algorithm.isSymmetric { return algorithm.verify(token.signedBytes, token.signature, .secret(key)) }
    let keys = try VerificationKey.read(key, arena)
    let wanted = token.member("kid").stringValue
    let chosen = keys.filter { wanted == nil || $0.identifier == wanted }
    // A key set may leave the identifiers out; then every key is tried.
    for candidate in chosen.isEmpty ? keys : chosen
    where algorithm.verify(token.signedBytes, token.signature, candidate.material) { return true }
    return false
  }
}
