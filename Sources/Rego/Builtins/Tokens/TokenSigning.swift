internal import Basics
internal import Crypto
internal import CryptoExtras

/// Makes tokens with a key in JWK form.
enum TokenSigning {
  static func sign(
    _ header: [UInt8], _ payload: [UInt8], _ key: [UInt8], _ arena: Arena
  ) throws(BuiltinError) -> String {
    guard var jwk = JSONReader.value(key, in: arena), jwk.has(.object) else { throw .failed("failed to parse JWK") }
    let set = jwk.member(arena.string("keys"))
    if set.has(.array) {
      guard let first = set.elements.first else { throw .failed("no keys found in JWK set") }
      jwk = first
    }
    let parsed = JSONReader.value(header, in: arena)
    // The reader of this function's reference takes a bare word for a value without members.
    if parsed == nil, let first = header.first(where: { $0 > 0x20 }) ?? Optional(0), "{[\"\0".utf8.contains(first) {
      let reason = first == 0 ? "cannot parse empty string" : "the header is not valid"
      throw .failed("missing or invalid 'alg' header: cannot parse JSON: \(reason)")
    }
    guard let name = parsed?.member(arena.string("alg")).stringValue else {
      throw .failed("missing or invalid 'alg' header: jwsbb: header \"alg\" not found")
    }
    guard let algorithm = SignatureAlgorithm(rawValue: name) else { throw .failed("unknown JWS algorithm: \(name)") }
    let type = parsed?.member(arena.string("typ")).stringValue
    if type == nil || type == "JWT", JSONReader.value(payload, in: arena) == nil {
      throw .failed("type is JWT but payload is not JSON")
    }
    let text = base64(header) + "." + base64(payload)
    return text + "." + base64(try signature(Array(text.utf8), algorithm, jwk, arena))
  }

  private static func base64(_ bytes: [UInt8]) -> String { Builtins.unpadded(Base64.encode(bytes, .url)) }

  private static func signature(
    _ bytes: [UInt8], _ algorithm: SignatureAlgorithm, _ jwk: Value, _ arena: Arena
  ) throws(BuiltinError) -> [UInt8] {
    func part(_ name: String) -> [UInt8] {
      jwk.member(arena.string(name)).stringValue.flatMap { Base64.decode($0.utf8, .url) } ?? []
    }
    do {
      switch algorithm {
      case .hs256: return Array(HMAC<SHA256>.authenticationCode(for: bytes, using: SymmetricKey(data: part("k"))))
      case .hs384: return Array(HMAC<SHA384>.authenticationCode(for: bytes, using: SymmetricKey(data: part("k"))))
      case .hs512: return Array(HMAC<SHA512>.authenticationCode(for: bytes, using: SymmetricKey(data: part("k"))))
      case .es256: return Array(try P256.Signing.PrivateKey(rawRepresentation: part("d")).signature(for: bytes).rawRepresentation)
      case .es384: return Array(try P384.Signing.PrivateKey(rawRepresentation: part("d")).signature(for: bytes).rawRepresentation)
      case .es512: return Array(try P521.Signing.PrivateKey(rawRepresentation: part("d")).signature(for: bytes).rawRepresentation)
      case .eddsa: return Array(try Curve25519.Signing.PrivateKey(rawRepresentation: part("d")).signature(for: bytes))
      case .rs256, .rs384, .rs512, .ps256, .ps384, .ps512:
        let key = try _RSA.Signing.PrivateKey(n: part("n"), e: part("e"), d: part("d"), p: part("p"), q: part("q"))
        let padding: _RSA.Signing.Padding = algorithm.rawValue.hasPrefix("RS") ? .insecurePKCS1v1_5 : .PSS
        return Array(try rsa(key, bytes, algorithm.rawValue.suffix(3), padding).rawRepresentation)
      }
    } catch {
      throw .failed("the key cannot sign with \(algorithm.rawValue)")
    }
  }

  private static func rsa(
    _ key: _RSA.Signing.PrivateKey, _ bytes: [UInt8], _ size: Substring, _ padding: _RSA.Signing.Padding
  ) throws -> _RSA.Signing.RSASignature {
    switch size {
    case "256": try key.signature(for: SHA256.hash(data: bytes), padding: padding)
    case "384": try key.signature(for: SHA384.hash(data: bytes), padding: padding)
    default: try key.signature(for: SHA512.hash(data: bytes), padding: padding)
    }
  }
}
