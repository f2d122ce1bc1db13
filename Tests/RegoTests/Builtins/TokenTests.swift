import Testing

@Suite("Built-ins: tokens")
struct TokenTests {
  /// RFC 7515, appendix A.1.
  static let hmacToken =
    """
    eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9\
    leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk
    """
  static let hmacKey = "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"
  /// RFC 7515, appendix A.3.
  static let ecKey =
    #"""
    {"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue6\#
    59LNpXW6pCyStikYjKIWI5a0","d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"}
    """#
  static let ecToken =
    """
    eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19\
    yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU\
    1Q
    """
  /// RFC 8037, appendix A.
  static let edKey =
    #"""
    {"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7T\#
    yWQHOg7hcvPapiMlrwIaaPcHURo"}
    """#
  static let edToken =
    """
    eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6\
    dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg
    """

  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n") + "\""
  }

  @Test func signaturesOfTheStandardsAreGood() throws {
    let input = """
      {"ec": \(Self.quoted(Self.ecKey)), "ed": \(Self.quoted(Self.edKey)), "rsa": \(Self.quoted(CertificateFixtures.rsaPublicKey)),
      "set": \(Self.quoted(#"{"keys": [\#(Self.edKey), \#(Self.ecKey)]}"#))}
      """
    for (call, isGood) in [
      ("io.jwt.verify_es256(\"\(Self.ecToken)\", input.ec)", true), ("io.jwt.verify_es256(\"\(Self.ecToken)\", input.set)", true),
      ("io.jwt.verify_eddsa(\"\(Self.edToken)\", input.ed)", true), ("io.jwt.verify_es256(\"\(Self.ecToken)\", input.ed)", false),
      ("io.jwt.verify_rs256(\"\(Self.ecToken)\", input.rsa)", false), ("io.jwt.verify_hs256(\"\(Self.hmacToken)\", \"wrong\")", false),
    ] {
      #expect(try BuiltinCase.answer(call, input: input) == String(isGood), "\(call)")
    }
  }

  @Test(arguments: ["HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "EdDSA"])
  func whatIsSignedVerifies(_ algorithm: String) throws {
    let key: String
    switch algorithm.prefix(2) {
    case "HS": key = "{\"kty\": \"oct\", \"k\": \"\(Self.hmacKey)\"}"
    case "ES": key = Self.ecKey
    case "Ed": key = Self.edKey
    default: key = "crypto.x509.parse_rsa_private_key(input.rsa)"
    }
    let trusted = algorithm.hasPrefix("HS") ? "{\"secret\": input.secret}" : "{\"cert\": json.marshal(key)}"
    let isSymmetric = algorithm.hasPrefix("HS")
    let signing = isSymmetric ? "{\"kty\": \"oct\", \"k\": base64url.encode_no_pad(input.secret)}" : "key"
    let expression = """
      [x |
        key := \(key)
        token := io.jwt.encode_sign({"alg": "\(algorithm)"}, {"sub": "a", "exp": 1800000000}, \(signing))
        changed := concat("", [token, "AAAA"])
        x := [io.jwt.decode_verify(token, \(trusted))[0], io.jwt.decode_verify(changed, \(trusted))[0], io.jwt.decode(token)[1].sub]
      ][0]
      """
    let input = "{\"rsa\": \(Self.quoted(CertificateFixtures.rsaKey)), \"secret\": \"a long and quiet secret\"}"
    #expect(try BuiltinCase.answer(expression, input: input) == "[true,false,\"a\"]")
  }

  /// Claims against constraints; the time is 2023-11-14.
  @Test(arguments: [
    (#"{"iss": "a"}"#, #"{"iss": "a"}"#, true), (#"{"iss": "a"}"#, #"{"iss": "b"}"#, false),
    ("{}", #"{"iss": "b"}"#, false), (#"{"aud": "x"}"#, #"{"aud": "x"}"#, true),
    (#"{"aud": ["y", "x"]}"#, #"{"aud": "x"}"#, true), (#"{"aud": "x"}"#, "{}", false),
    ("{}", #"{"aud": "x"}"#, false), (#"{"exp": 1700000001}"#, "{}", true),
    (#"{"exp": 1700000000}"#, "{}", false), (#"{"nbf": 1700000000}"#, "{}", true),
    (#"{"nbf": 1700000001}"#, "{}", false), (#"{"exp": 5}"#, #"{"time": 4999999999}"#, true),
    ("{}", #"{"alg": "HS512"}"#, false), ("{}", #"{"alg": "HS256"}"#, true),
  ])
  func constraints(_ claims: String, _ constraints: String, _ isGood: Bool) throws {
    let expression = """
      io.jwt.decode_verify(
        io.jwt.encode_sign({"alg": "HS256"}, input.claims, {"kty": "oct", "k": base64url.encode_no_pad("k")}),
        object.union({"secret": "k"}, input.constraints))[0]
      """
    #expect(try BuiltinCase.answer(expression, input: "{\"claims\": \(claims), \"constraints\": \(constraints)}") == String(isGood))
  }

  @Test(arguments: [
    BuiltinCase.fails(#"io.jwt.decode("abc")"#, "encoded JWT had no period separators"),
    .fails(#"io.jwt.decode("a.b")"#, "must have 3 sections, found 2"),
    .fails(#"io.jwt.decode("!.e30.x")"#, "JWT header had invalid encoding"), .fails(#"io.jwt.decode("e30.bm8.eA")"#, "invalid JSON"),
    .fails(#"io.jwt.decode("eyJlbmMiOiJ4In0.e30.eA")"#, "JWE"), .fails(#"io.jwt.decode_verify("e30.e30.eA", {})"#, "no key constraint"),
    .fails(#"io.jwt.decode_verify("e30.e30.eA", {"secret": "a", "nope": 1})"#, "unknown token validation constraint: nope"),
    .fails(#"io.jwt.decode_verify("e30.e30.eA", {"secret": "a", "time": -1})"#, "must not be negative"),
    .same(#"io.jwt.decode_verify("e30.e30.eA", {"secret": "a"})"#, "[false, {}, {}]"),
    .fails(#"io.jwt.encode_sign({"alg": "none"}, {}, {"kty": "oct", "k": "YQ"})"#, "unknown JWS algorithm: none"),
    .fails(#"io.jwt.encode_sign_raw("{\"alg\":\"HS256\"}", "x", "{\"kty\":\"oct\",\"k\":\"YQ\"}")"#, "type is JWT but payload is not JSON"),
    .fails(#"io.jwt.verify_rs256("e30.e30.eA", "key")"#, "failed to parse a JWK key (set)"),
  ])
  func refusals(_ test: BuiltinCase) throws { try test.check() }
}
