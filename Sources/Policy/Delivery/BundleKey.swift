public import Basics

/// A key that signatures of bundles are checked with.
public struct BundleKey: Sendable {
  public let algorithm: BundleAlgorithm
  /// A PEM certificate or public key, a JWK, or the shared secret of `HS256`, `HS384`, `HS512`.
  let material: Redacted<String>

  public init(algorithm: BundleAlgorithm, material: Redacted<String>) {
    self.algorithm = algorithm
    self.material = material
  }
}

/// Signature algorithms of bundles. Source: RFC 7518 §3.1; RFC 8037 for EdDSA.
public enum BundleAlgorithm: String, Sendable, CaseIterable {
  case rs256 = "RS256"
  case rs384 = "RS384"
  case rs512 = "RS512"
  case ps256 = "PS256"
  case ps384 = "PS384"
  case ps512 = "PS512"
  case es256 = "ES256"
  case es384 = "ES384"
  case es512 = "ES512"
  case hs256 = "HS256"
  case hs384 = "HS384"
  case hs512 = "HS512"
  case eddsa = "EdDSA"

  /// The built-in function of Rego that verifies it.
  var function: String { "io.jwt.verify_\(rawValue.lowercased())" }
}
