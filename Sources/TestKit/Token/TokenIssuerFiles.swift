import Basics
import SPIFFE

/// An issuer of access tokens for tests over sockets and for the demo: its key set as a file, and a mint.
public struct TokenIssuerFiles: Sendable {
  /// The JSON Web Key Set.
  public let keySet: String
  public let mint: TokenMint

  /// Makes a P-256 key and writes `jwks.json` into `directory`.
  public static func write(
    to directory: String, issuer: String = "https://issuer.example",
    audience: String = "https://gateway.example/mcp"
  ) throws -> TokenIssuerFiles {
    let key = TokenKey.p256("demo-1")
    return TokenIssuerFiles(
      keySet: try TestFile.write(TokenKey.keySet([key]), to: directory + "/jwks.json"),
      mint: TokenMint(key: key, issuer: issuer, audience: audience))
  }
}
