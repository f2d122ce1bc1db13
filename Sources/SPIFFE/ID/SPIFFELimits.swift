/// The limits of this target, in one place; each is used by its name only.
public enum SPIFFELimits {
  /// A whole SPIFFE ID, in bytes. Source: SPIFFE-ID §2.3.
  public static let idBytesMax = 2048
  /// A trust domain name, in bytes. Source: SPIFFE-ID §2.3.
  public static let trustDomainBytesMax = 255
  /// Certificates that a peer may send: one leaf and its intermediates. The search for a path is exponential
  /// in the worst case, so that this number, which peers choose, has to stay small.
  public static let chainCertificatesMax = 6
  /// One certificate in DER, in bytes.
  public static let certificateBytesMax = 16 * 1024
  /// X.509 authorities of one trust domain.
  public static let authoritiesMax = 4096
  /// Authorities of a bundle that are tried as the issuer of one certificate.
  public static let authoritiesTriedMax = 16
  /// A bundle, chain, key or key-set file, in bytes.
  public static let fileBytesMax = 8 * 1024 * 1024
  /// Keys of one JSON Web Key Set.
  public static let webKeysMax = 256
  /// Keys that are tried on one signature.
  public static let keysTriedMax = 8
  /// An RSA modulus, in bits: smaller is weak, larger is a way to burn processor time.
  public static let rsaBits = 2048...8192
  /// A key ID, in bytes.
  public static let keyIDBytesMax = 256
  /// A shared secret of an HMAC key, in bytes, at least. Source: RFC 7518 §3.2 (for HS256).
  public static let sharedSecretBytesMin = 32
  /// A compact JWS, in bytes, before anything of it is decoded.
  public static let tokenBytesMax = 16 * 1024
  /// The header of a JWS, in bytes after decoding.
  public static let tokenHeaderBytesMax = 4 * 1024
}
