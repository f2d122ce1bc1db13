import Testing

@Suite("Built-ins: strings")
struct StringTests {
  @Test(arguments: [
    BuiltinCase.same(#"lower("ÀİΣ")"#, #""àiσ""#), .same(#"upper("straße ﬁ")"#, #""STRAßE ﬁ""#),
    .same(#"split("a.b.c", ".")"#, #"["a", "b", "c"]"#), .same(#"split("né", "")"#, #"["n", "é"]"#), .same(#"split("", ".")"#, #"[""]"#),
    .same(#"strings.split_n("a.b.c", ".", 2)"#, #"["a", "b"]"#), .same(#"strings.split_n("a.b.c", ".", -2)"#, #"["b", "c"]"#),
    .same(#"strings.split_n("a.b.c", ".", 0)"#, "[]"), .same(#"strings.split_n("a.b.c", ".", -9)"#, #"["a", "b", "c"]"#),
    .same(#"substring("日本語", 1, 1)"#, #""本""#), .same(#"substring("abc", 1, -1)"#, #""bc""#), .same(#"substring("abc", 9, 1)"#, "\"\""),
    .fails(#"substring("abc", -1, 1)"#, "negative offset"),
    .same(#"indexof("日本語", "語")"#, "2"), .same(#"indexof("abc", "z")"#, "-1"), .same(#"indexof_n("aaa", "aa")"#, "[0, 1]"),
    .fails(#"indexof("a", "")"#, "empty search character"),
    .same(#"replace("aaa", "a", "b")"#, #""bbb""#), .same(#"replace("ab", "", "-")"#, #""-a-b-""#),
    .same(#"strings.replace_n({"a": "b", "b": "a"}, "ab")"#, #""ba""#),
    .same(#"strings.count("cheese", "e")"#, "3"), .same(#"strings.count("five", "")"#, "5"), .same(#"strings.reverse("né")"#, #""én""#),
    .same(#"trim("¡¡hi!!", "!¡")"#, #""hi""#), .same(#"trim_left("xxhi", "x")"#, #""hi""#), .same(#"trim_right("hixx", "x")"#, #""hi""#),
    .same(#"trim_prefix("aab", "a")"#, #""ab""#), .same(#"trim_suffix("abb", "b")"#, #""ab""#),
    .same("trim_space(\" \\t\\na \\u0085\")", #""a""#),
    .same(#"concat(",", {"b", "a"})"#, #""a,b""#), .fails(#"concat(",", input.mixed)"#, "containing number", .operandType),
    .holds(#"strings.any_prefix_match(["abc", "x"], {"ab"})"#), .holds(#"strings.any_suffix_match("abc", ["bc"])"#),
    .same(#"startswith("abc", "")"#, "true"), .same(#"contains("abc", "b")"#, "true"),
    // Bytes that are no characters count one each and become U+FFFD.
    .same(#"count(base64.decode("/w=="))"#, "1"), .same(#"base64.decode("/w==")"#, #""\ufffd""#),
    .same(#"count(base64.decode("4oI="))"#, "2"),
  ])
  func strings(_ test: BuiltinCase) throws { try test.check(input: #"{"mixed": ["a", 1]}"#) }

  @Test(arguments: [
    BuiltinCase.same(#"base64.encode("a?>")"#, #""YT8+""#), .same(#"base64url.encode("a?>")"#, #""YT8-""#),
    .same(#"base64url.encode_no_pad("a")"#, #""YQ""#), .same(#"base64.decode("YQ\n==")"#, #""a""#),
    .same(#"base64.decode("YR==")"#, #""a""#),
    .fails(#"base64.decode("YQ")"#, "illegal base64 data at input byte 0"),
    .fails(#"base64.decode("YW!j")"#, "illegal base64 data at input byte 2"),
    .same(#"base64url.decode("YQ")"#, #""a""#), .fails(#"base64url.decode("YQABC")"#, "illegal base64url string"),
    .same(#"base64.is_valid("YQ==")"#, "true"), .same(#"base64.is_valid("YQ")"#, "false"),
    .same(#"hex.encode("né")"#, #""6ec3a9""#), .same(#"hex.decode("6EC3A9")"#, #""né""#),
    .fails(#"hex.decode("0g")"#, "invalid byte: U+0067 'g'"), .fails(#"hex.decode("abc")"#, "odd length hex string"),
    .same(#"urlquery.encode("a b&ü~")"#, #""a+b%26%C3%BC~""#), .same(#"urlquery.decode("a+b%26%C3%BC")"#, #""a b&ü""#),
    .fails(#"urlquery.decode("%zz")"#, "invalid URL escape \"%zz\""),
    .same(#"urlquery.encode_object({"b": ["2", "1"], "a": "x y"})"#, #""a=x+y&b=2&b=1""#),
    .same(#"urlquery.decode_object("a=1&b&a=2")"#, #"{"a": ["1", "2"], "b": [""]}"#),
    .same(#"json.marshal({"a": {2, 1}, "<": "&"})"#, #""{\"\\u003c\":\"\\u0026\",\"a\":[1,2]}""#),
    .same(#"json.unmarshal("{\"a\": 1, \"a\": 2}")"#, #"{"a": 2}"#), .fails(#"json.unmarshal("{")"#, "invalid JSON"),
    .same(#"json.is_valid("01")"#, "false"), .same(#"json.marshal_with_options([1], {"indent": " "})"#, #""[\n 1\n]""#),
    .fails(#"json.marshal_with_options([1], input)"#, "unknown key", .operandType),
  ])
  func encodings(_ test: BuiltinCase) throws { try test.check(input: #"{"colour": "red"}"#) }

  @Test(arguments: [
    BuiltinCase.same(#"regex.replace("John Smith", `(?<first>\w+) (?P<last>\w+)`, "${last}, $first")"#, #""Smith, John""#),
    .same(#"regex.split(`,\s*`, "a, b,c")"#, #"["a", "b", "c"]"#), .same(#"regex.split("", "ab")"#, #"["a", "b"]"#),
    .same(#"regex.find_n("a.", "abacad", 2)"#, #"["ab", "ac"]"#),
    .same(#"regex.find_all_string_submatch_n(`-(a*)(x*)b-`, "-ab-xb-axxb-", -1)"#, #"[["-ab-", "a", ""], ["-axxb-", "a", "xx"]]"#),
    .same(#"regex.is_valid("(")"#, "false"), .fails(#"regex.match("(", "a")"#, "error parsing regexp: missing closing ): `(`"),
    .holds(#"regex.template_match("urn:{[a-z]+}:x", "urn:abc:x", "{", "}")"#), .holds(#"regex.globs_match("a.*", "[a-c]+z")"#),
    .same(#"regex.globs_match("[a-z]+", "[0-9]+")"#, "false"), .fails(#"regex.globs_match("+", "a")"#, "must be preceded by a non-flag"),
    .holds(#"glob.match("*.example.com", ["."], "api.example.com")"#),
    .same(#"glob.match("*.example.com", ["."], "a.b.example.com")"#, "false"),
    .holds(#"glob.match("**.example.com", ["."], "a.b.example.com")"#),
    .holds(#"glob.match("{a,b[0-9]}?", null, "b7x")"#), .same(#"glob.quote_meta("*.a")"#, #""\\*.a""#),
  ])
  func patterns(_ test: BuiltinCase) throws { try test.check() }

  @Test func patternsAreBounded() throws {
    let long = String(repeating: "a", count: 70_000)
    for expression in ["regex.match(input.p, \"a\")", "glob.match(input.p, [], \"a\")"] {
      try BuiltinCase.fails(expression, "longer than", .sizeLimit).check(input: "{\"p\": \"\(long)\"}")
    }
    let globs = String(repeating: "a*", count: 2000)
    try BuiltinCase.fails("regex.globs_match(input.p, input.p)", "pairs of places", .sizeLimit).check(input: "{\"p\": \"\(globs)\"}")
  }
}
