import Basics
import SPIFFE
import Testing

/// Certificates that another implementation made (OpenSSL 3, with the extensions that SPIRE writes: empty
/// subject, critical subject alternative names), valid until 2126.
@Suite("X.509-SVID of another implementation") struct ForeignSVIDTests {
  static let authority = """
    -----BEGIN CERTIFICATE-----
    MIIBpjCCAUygAwIBAgIUWqOK3d5e7NnKO0tpNElxu9iQJngwCgYIKoZIzj0EAwIw
    HjELMAkGA1UEBhMCVVMxDzANBgNVBAoMBlNQSUZGRTAgFw0yNjExMjEwOTM2Mzda
    GA8yMTI2MTAyODA5MzYzN1owHjELMAkGA1UEBhMCVVMxDzANBgNVBAoMBlNQSUZG
    RTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABJD8yvdgkrsaZKjm1nTfBx5hkBo0
    qjF7XWx3Dn5V0PaQ7VaQi9FKAjZwWPoVJ1MFRBsXePZQyZ9GQvSxfqAKFY2jZjBk
    MBIGA1UdEwEB/wQIMAYBAf8CAQAwDgYDVR0PAQH/BAQDAgEGMB8GA1UdEQQYMBaG
    FHNwaWZmZTovL2V4YW1wbGUub3JnMB0GA1UdDgQWBBTwx0Hp/xiki9TbQHwnvWXF
    5YoaOzAKBggqhkjOPQQDAgNIADBFAiEA3vwfk/8Za4us8rn33h5jZLawc9r9NHMM
    Qh027IdXvkcCIA6RnK3j774q2RzQrGLfcHB/2e78OaJJk0PLiKl5roLk
    -----END CERTIFICATE-----
    """

  static let leaf = """
    -----BEGIN CERTIFICATE-----
    MIIB5jCCAYygAwIBAgIUUxIkkizDPmvXmiIZ1P74yOLIfZ8wCgYIKoZIzj0EAwIw
    HjELMAkGA1UEBhMCVVMxDzANBgNVBAoMBlNQSUZGRTAgFw0yNjExMjEwOTM2Mzda
    GA8yMTI2MTAyODA5MzYzN1owADBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABD6S
    ilPL5r88XxcOTghoVFAbqgEAxN3GbGcw3ODEEo0ZfocJnADnr18iJyuTy7Y/Hgaw
    EyvqkY0ohKeDjou9S/GjgcMwgcAwDAYDVR0TAQH/BAIwADAOBgNVHQ8BAf8EBAMC
    B4AwHQYDVR0lBBYwFAYIKwYBBQUHAwEGCCsGAQUFBwMCMEEGA1UdEQEB/wQ3MDWG
    JnNwaWZmZTovL2V4YW1wbGUub3JnL25zL2RlZmF1bHQvc2Evd2Viggt3ZWIuZGVm
    YXVsdDAfBgNVHSMEGDAWgBTwx0Hp/xiki9TbQHwnvWXF5YoaOzAdBgNVHQ4EFgQU
    6daIpSW/rINbyHSpQdjJdDMvyocwCgYIKoZIzj0EAwIDSAAwRQIhAKPnUpiI6Wil
    IcnG3KOg+X/obbKMYy6pWTaaEa2hvW1BAiAgVbMWVreEhKYt69xugjuVLpejZcFR
    3Ws16Nhatg6Y4A==
    -----END CERTIFICATE-----
    """

  @Test func certificateOfAnotherImplementationIsAccepted() async throws {
    let domain = try TrustDomain("example.org")
    let bundle = try TrustBundle(trustDomain: domain, pem: Self.authority)
    let der = try #require(
      Base64.decode(Self.leaf.split(separator: "\n").dropFirst().dropLast().joined().utf8))
    let verifier = SVIDVerifier(bundles: [bundle], allowed: [domain])
    let now = Timestamp(seconds: 1_795_400_000)
    let proved = try await verifier.verify(chain: [der], now: now).get()
    #expect(proved.id.text == "spiffe://example.org/ns/default/sa/web")
    let later = Timestamp(seconds: 4_960_000_000)
    #expect(await verifier.verify(chain: [der], now: later) == .failure(.expired))
  }
}
