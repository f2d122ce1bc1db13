import Crypto
import CryptoExtras
import FoundationEssentials
public import SPIFFE

extension TokenKey {
  public struct WrongAlgorithm: Error {}

  /// The algorithm that is used where nothing else is said.
  public var algorithm: SignatureAlgorithm {
    switch material {
    case .p256: .es256
    case .p384: .es384
    case .rsa: .rs256
    case .ed25519: .edDSA
    case .secret: .hs256
    }
  }

  /// Signs as RFC 7518 says for `algorithm`.
  public func signature(over message: [UInt8], _ algorithm: SignatureAlgorithm) throws -> [UInt8] {
    switch (material, algorithm) {
    case (.p256(let key), .es256): Array(try key.signature(for: message).rawRepresentation)
    case (.p384(let key), .es384): Array(try key.signature(for: message).rawRepresentation)
    case (.ed25519(let key), .edDSA): Array(try key.signature(for: message))
    case (.secret(let key), .hs256):
      Array(HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: key)))
    case (.rsa(let key), .rs256):
      Array(try key.signature(for: SHA256.hash(data: message), padding: .insecurePKCS1v1_5).rawRepresentation)
    case (.rsa(let key), .rs384):
      Array(try key.signature(for: SHA384.hash(data: message), padding: .insecurePKCS1v1_5).rawRepresentation)
    case (.rsa(let key), .rs512):
      Array(try key.signature(for: SHA512.hash(data: message), padding: .insecurePKCS1v1_5).rawRepresentation)
    case (.rsa(let key), .ps256):
      Array(try key.signature(for: SHA256.hash(data: message), padding: .PSS).rawRepresentation)
    default: throw WrongAlgorithm()
    }
  }
}
