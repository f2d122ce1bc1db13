import Testing

@Suite("Built-ins: certificates and keys")
struct CertificateTests {
  typealias Fixtures = CertificateFixtures

  private func json(_ texts: String...) -> String {
    "\"" + texts.joined(separator: "\\n").replacing("\n", with: "\\n") + "\""
  }

  @Test func aCertificateShowsItsParts() throws {
    let input = json(Fixtures.leaf)
    let expectations = [
      ("c.Subject.CommonName", "\"leaf\""), ("c.Issuer.CommonName", "\"Intermediate\""), ("c.Subject.Organization", "[\"Example\"]"),
      ("c.Subject.Locality", "null"), ("c.DNSNames", "[\"tool.example.com\",\"*.apps.example.com\"]"),
      ("c.URIStrings", "[\"spiffe://example.com/tool\"]"),
      ("c.URIs[0].Host", "\"example.com\""), ("c.IPAddresses", "[\"192.0.2.7\"]"), ("c.IsCA", "false"),
      ("c.Version", "3"), ("c.SerialNumber", "4660"),
      ("c.NotBefore", "\"2020-01-01T00:00:00Z\""), ("c.SignatureAlgorithm", "10"), ("c.PublicKeyAlgorithm", "3"), ("c.ExtKeyUsage", "[1]"),
      ("count(c.Extensions)", "3"), ("c.EmailAddresses", "null"),
    ]
    for (path, value) in expectations {
      let got = try BuiltinCase.answer("x if { c := crypto.x509.parse_certificates(input)[0]; x := \(path) }".wrapped, input: input)
      #expect(got == value, "\(path)")
    }
  }

  @Test func chainsAreVerifiedToTheFirstCertificate() throws {
    let good = json(Fixtures.root, Fixtures.intermediate, Fixtures.leaf)
    let names = "[c.Subject.CommonName | some c in crypto.x509.parse_and_verify_certificates(input)[1]]"
    #expect(try BuiltinCase.answer(names, input: good) == "[\"leaf\",\"Intermediate\",\"Root\"]")
    for bad in [
      json(Fixtures.root, Fixtures.leaf), json(Fixtures.root),
      json(Fixtures.root, Fixtures.notAuthority, Fixtures.underNotAuthority),
      json(Fixtures.root, Fixtures.intermediate, Fixtures.client), "\"\"",
    ] {
      #expect(try BuiltinCase.answer("crypto.x509.parse_and_verify_certificates(input)", input: bad) == "[false,[]]")
    }
  }

  @Test(arguments: [
    ("{\"DNSName\": \"tool.example.com\"}", true), ("{\"DNSName\": \"x.apps.example.com\"}", true),
    ("{\"DNSName\": \"x.y.apps.example.com\"}", false),
    ("{\"DNSName\": \"192.0.2.7\"}", true), ("{\"DNSName\": \"192.0.2.8\"}", false), ("{\"CurrentTime\": 0}", false),
    ("{\"KeyUsages\": [\"KeyUsageClientAuth\"]}", false),
    ("{\"KeyUsages\": [\"KeyUsageClientAuth\", \"KeyUsageServerAuth\"]}", true),
    ("{\"KeyUsages\": [\"KeyUsageAny\"]}", true),
  ])
  func options(_ options: String, _ isValid: Bool) throws {
    let input = "{\"c\": \(json(Fixtures.root, Fixtures.intermediate, Fixtures.leaf)), \"o\": \(options)}"
    let got = try BuiltinCase.answer("crypto.x509.parse_and_verify_certificates_with_options(input.c, input.o)[0]", input: input)
    #expect(got == String(isValid))
  }

  @Test(arguments: [("{\"Nope\": 1}", "invalid key option"),
    ("{\"KeyUsages\": [\"x\"]}", "invalid entries for 'KeyUsages' found: [x]"),
    ("{\"DNSName\": 1}", "'DNSName' should be a string")])
  func badOptions(_ options: String, _ message: String) throws {
    let input = "{\"c\": \(json(Fixtures.root, Fixtures.leaf)), \"o\": \(options)}"
    try BuiltinCase.fails("crypto.x509.parse_and_verify_certificates_with_options(input.c, input.o)", message).check(input: input)
  }

  @Test func aChangedCertificateIsNotAccepted() throws {
    let lines = Fixtures.leaf.split(separator: "\n").map(String.init)
    var changed = lines
    let first = changed[4].first == "A" ? "B" : "A"
    changed[4] = first + changed[4].dropFirst()
    let input = json(Fixtures.root, Fixtures.intermediate, changed.joined(separator: "\n"))
    #expect(try BuiltinCase.answer("crypto.x509.parse_and_verify_certificates(input)", input: input) == "[false,[]]")
  }

  @Test func requestsAndKeys() throws {
    #expect(try BuiltinCase.answer("crypto.x509.parse_certificate_request(input).DNSNames",
      input: json(Fixtures.request)) == "[\"asked.example.com\"]")
    for (key, path, value) in [
      (Fixtures.rsaKey, ".kty", "\"RSA\""), (Fixtures.rsaKey, ".e", "\"AQAB\""),
      (Fixtures.ecKey, ".d", "\"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI\""),
      (Fixtures.ecKeySEC1, ".x", "\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\""),
      (Fixtures.ed25519Key, ".x", "\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\""),
    ] {
      #expect(try BuiltinCase.answer("crypto.x509.parse_rsa_private_key(input)\(path)", input: json(key)) == value)
    }
    #expect(try BuiltinCase.answer("[count(crypto.parse_private_keys(input)), crypto.parse_private_keys(input)[1].E]",
      input: json(Fixtures.ecKey, Fixtures.rsaKey)) == "[2,65537]")
    #expect(try BuiltinCase.answer("crypto.parse_private_keys(\"\")") == "null")
    let pair = "{\"c\": \(json(Fixtures.pair)), \"k\": \(json(Fixtures.ecKey)), \"other\": \(json(Fixtures.rsaKey))}"
    #expect(try BuiltinCase.answer("count(crypto.x509.parse_keypair(input.c, input.k).Certificate)", input: pair) == "1")
    try BuiltinCase.fails("crypto.x509.parse_keypair(input.c, input.other)", "private key does not match public key").check(input: pair)
  }

  /// Every cut and every changed byte is an error or another certificate, never a trap.
  @Test func garbledDERIsRefused() throws {
    let body = Fixtures.leaf.split(separator: "\n").dropFirst().dropLast().joined()
    for cut in stride(from: 0, to: body.utf8.count, by: 40) {
      let text = body.prefix(cut - cut % 4)
      _ = try BuiltinCase.answer("crypto.x509.parse_certificates(\"\(text)\")")
      let changed = body.prefix(cut) + "////" + body.dropFirst(cut + 4)
      _ = try BuiltinCase.answer("crypto.x509.parse_certificates(\"\(changed)\")")
    }
    try BuiltinCase.fails("crypto.x509.parse_certificates(\"YmFkc3RyaW5n\")", "x509: malformed certificate").check()
  }
}

extension String {
  /// A rule's head and body as a comprehension's only element.
  fileprivate var wrapped: String {
    let body = split(separator: "{", maxSplits: 1)[1].dropLast()
    return "[x | \(body)][0]"
  }
}
