/// `io.jwt.*`: JSON Web Tokens (RFC 7515, 7519).
extension Builtins {
  static let tokens: [Builtin] =
    [
      Builtin("io.jwt.decode", 1) { call throws(BuiltinError) in try CompactToken.decoded(try call.text(0), call.arena) },
      Builtin("io.jwt.decode_verify", 2, isNondeterministic: true) { call throws(BuiltinError) in
        try TokenVerification(call).result()
      },
      Builtin("io.jwt.encode_sign", 3, isNondeterministic: true) { call throws(BuiltinError) in
        call.string(try TokenSigning.sign(call[0].marshalled, call[1].marshalled, call[2].marshalled, call.arena))
      },
      Builtin("io.jwt.encode_sign_raw", 3, isNondeterministic: true) { call throws(BuiltinError) in
        call.string(try TokenSigning.sign(try call.text(0).bytes, try call.text(1).bytes, try call.text(2).bytes, call.arena))
      },
    ]
    + SignatureAlgorithm.allCases.map { algorithm in
      Builtin("io.jwt.verify_" + algorithm.rawValue.lowercased(), 2) { call throws(BuiltinError) in
        let token = try CompactToken(try call.text(0), call.arena)
        let key = try call.text(1).bytes
        guard !algorithm.isSymmetric else {
          return .boolean(algorithm.verify(token.signedBytes, try token.signature(), .secret(key)))
        }
        let keys = try VerificationKey.read(key, call.arena)
        let signature = try token.signature()
        let header = try TokenHeader(try token.header())
        return .boolean(
          VerificationKey.anyVerifies(keys, header) { algorithm.verify(token.signedBytes, signature, $0) })
      }
    }
}
