import Basics
import Crypto
import CryptoExtras

extension KeyMaterial {
  /// Reads the parameters of one key type; nil if the type or curve is not known here.
  static func parse(
    _ value: JSONValue, type: String, name: String, secretsAllowed: Bool
  ) throws(WebKeyError) -> KeyMaterial? {
    switch type {
    case "RSA", "EC", "OKP":
      guard value["d"] == nil else {
        throw WebKeyError(.privateKey, "\(name) holds a private key; remove `d`")
      }
    case "oct":
      guard secretsAllowed else {
        throw WebKeyError(.secretKey, "\(name) is a shared secret, which is not allowed here")
      }
    default: return nil
    }
    return switch type {
    case "RSA": try rsa(value, name)
    case "EC": try ellipticCurve(value, name)
    case "OKP": try edwards(value, name)
    default: try secret(value, name)
    }
  }

  private static func rsa(_ value: JSONValue, _ name: String) throws(WebKeyError) -> KeyMaterial {
    let modulus = try bytes("n", of: value, name)
    let exponent = try bytes("e", of: value, name)
    let bits = modulus.count * 8 - (modulus.first?.leadingZeroBitCount ?? 0)
    guard SPIFFELimits.rsaBits.contains(bits) else {
      throw WebKeyError(.weakKey, "\(name) has \(bits) bits; allowed are \(SPIFFELimits.rsaBits)")
    }
    // A long exponent makes each verification slow; an even one or 1 is no RSA key.
    guard exponent.count <= 4, let last = exponent.last, last & 1 == 1, exponent != [1] else {
      throw WebKeyError(.malformedKey, "`e` of \(name) is no odd exponent of at most 32 bits above 1")
    }
    guard let key = try? _RSA.Signing.PublicKey(n: modulus, e: exponent) else {
      throw WebKeyError(.malformedKey, "\(name) is no RSA key")
    }
    return .rsa(key)
  }

  private static func ellipticCurve(_ value: JSONValue, _ name: String) throws(WebKeyError) -> KeyMaterial? {
    let curve = value["crv"]?.stringValue
    let size: Int
    switch curve {
    case "P-256": size = 32
    case "P-384": size = 48
    case "P-521": size = 66
    case .some: return nil
    case nil: throw WebKeyError(.malformedKey, "\(name) has no `crv`")
    }
    let x = try bytes("x", of: value, name)
    let y = try bytes("y", of: value, name)
    guard x.count == size, y.count == size else {
      throw WebKeyError(.malformedKey, "`x` and `y` of \(name) must have \(size) bytes each")
    }
    let point = [0x04] + x + y
    let material: KeyMaterial? =
      switch size {
      case 32: (try? P256.Signing.PublicKey(x963Representation: point)).map { .p256($0) }
      case 48: (try? P384.Signing.PublicKey(x963Representation: point)).map { .p384($0) }
      default: (try? P521.Signing.PublicKey(x963Representation: point)).map { .p521($0) }
      }
    guard let material else { throw WebKeyError(.malformedKey, "\(name) is no point of its curve") }
    return material
  }

  private static func edwards(_ value: JSONValue, _ name: String) throws(WebKeyError) -> KeyMaterial? {
    guard value["crv"]?.stringValue == "Ed25519" else { return nil }
    guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes("x", of: value, name)) else {
      throw WebKeyError(.malformedKey, "`x` of \(name) is no Ed25519 key")
    }
    return .ed25519(key)
  }

  private static func secret(_ value: JSONValue, _ name: String) throws(WebKeyError) -> KeyMaterial {
    let secret = try bytes("k", of: value, name)
    guard secret.count >= SPIFFELimits.sharedSecretBytesMin else {
      throw WebKeyError(.weakKey, "\(name) needs at least \(SPIFFELimits.sharedSecretBytesMin) bytes")
    }
    return .secret(SymmetricKey(data: secret))
  }

  private static func bytes(_ member: String, of value: JSONValue, _ name: String) throws(WebKeyError)
    -> [UInt8]
  {
    guard let text = value[member]?.stringValue, let bytes = Base64.decode(text.utf8, .url), !bytes.isEmpty
    else {
      throw WebKeyError(.malformedKey, "`\(member)` of \(name) is missing or no base64url")
    }
    return bytes
  }
}
