import Testing

@Suite("Built-ins: units, versions, identifiers, collections")
struct DataTests {
  @Test(arguments: [
    BuiltinCase.same(#"units.parse("1.5Ki")"#, "1536"), .same(#"units.parse("100m")"#, "0.1"), .same(#"units.parse("2M")"#, "2000000"),
    .same(#"units.parse("1e3")"#, "1000"), .same(#"units.parse("10Ei")"#, "11529215046068469760"),
    .same(#"units.parse_bytes("10EiB")"#, "11529215046068469760"),
    .same(#"units.parse_bytes("1.5kB")"#, "1500"), .same(#"units.parse_bytes("0.1")"#, "0"),
    .fails(#"units.parse("1 k")"#, "spaces not allowed in resource strings"), .fails(#"units.parse("k")"#, "no amount provided"),
    .fails(#"units.parse("1MB")"#, "unit"), .fails(#"units.parse("1.2.3k")"#, "could not parse amount to a number"),
    .fails(#"units.parse_bytes("1e1000000")"#, "exponent too large"), .fails(#"units.parse_bytes("1b")"#, "byte unit b not recognized"),
    .same(#"semver.compare("1.0.0-alpha.2", "1.0.0-alpha.10")"#, "-1"), .same(#"semver.compare("1.0.0", "1.0.0+build")"#, "0"),
    .same(#"semver.is_valid("01.0.0")"#, "false"), .fails(#"semver.compare("1", "1.0.0")"#, "is not a valid SemVer"),
    .same(#"uuid.parse("urn:uuid:00112233-4455-4677-8899-aabbccddeeff")"#, #"{"variant": "RFC4122", "version": 4}"#),
    .undefined(#"uuid.parse("x")"#),
    .holds(#"uuid.rfc4122("a") == uuid.rfc4122("a")"#), .holds(#"uuid.rfc4122("a") != uuid.rfc4122("b")"#),
    .same("array.flatten([1, [2, [3]], 4])", "[1, 2, [3], 4]"), .same("array.slice([1, 2, 3], -5, 2)", "[1, 2]"),
    .same(#"object.union_n([{"a": {"b": 1}}, {"a": 4}, {"a": {"c": 3}}])"#, #"{"a": {"c": 3}}"#),
    .same(#"object.get({"a": [{"b": 1}]}, ["a", 0, "b"], 9)"#, "1"), .same(#"object.get({"a": 1}, ["a", "b"], 9)"#, "9"),
    .holds(#"object.subset({"a": {"b": 1, "c": 2}}, {"a": {"b": 1}})"#), .same("sort({3, 1, 2})", "[1, 2, 3]"), .undefined("max([])"),
    .same(#"json.filter({"a": [1, 2], "b": 2}, ["a/1"])"#, #"{"a": [2]}"#), .same(#"json.filter({"a": 1}, [])"#, "{}"),
    .same(#"json.remove({"a": {"b~c": 1, "d": 2}}, ["a/b~0c"])"#, #"{"a": {"d": 2}}"#),
    .same(#"json.patch({"a": [1, 2]}, [{"op": "add", "path": "/a/-", "value": 3}, {"op": "move", "from": "a/0", "path": "b"}])"#,
      #"{"a": [2, 3], "b": 1}"#),
    .undefined(#"json.patch({"a": 1}, [{"op": "test", "path": "a", "value": 2}])"#), .undefined(#"json.patch({"a": 1}, [input])"#),
    .same(#"graph.reachable({"a": ["b"], "b": ["a", "c"], "c": []}, {"a"})"#, #"{"a", "b", "c"}"#),
    .same(#"graph.reachable_paths({"a": ["b", "c"], "b": [], "c": []}, {"a"})"#, #"{["a", "b"], ["a", "c"]}"#),
    .same(#"crypto.sha256("")"#, #""e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855""#),
    .same(#"crypto.hmac.sha512("what do ya want for nothing?", "Jefe")"#,
      #"""
      "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554\#
      9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"
      """#),
    .same(#"crypto.hmac.equal("a", "b")"#, "false"), .same("opa.runtime()", "{}"),
  ])
  func values(_ test: BuiltinCase) throws { try test.check() }

  @Test(arguments: [
    BuiltinCase.same(#"yaml.unmarshal("a: &x [1, yes]\nb: *x\n<<: {c: 0x1F}\nd: 010\ne: '1'\nf: 1_000\ng: ~")"#,
      #"{"a": [1, true], "b": [1, true], "c": 31, "d": 8, "e": "1", "f": 1000, "g": null}"#),
    .same(#"yaml.unmarshal("1: x\ntrue: z")"#, #"{"1": "x", "true": "z"}"#), .same(#"yaml.unmarshal("")"#, "null"),
    .same(#"yaml.is_valid("a: {")"#, "false"), .holds(#"yaml.is_valid("a: b")"#), .fails(#"yaml.unmarshal("[1,2")"#, "yaml: "),
    .fails(#"yaml.unmarshal(".nan")"#, "unsupported value"),
    .same(#"yaml.marshal({"b": [1, {"c": "x"}, []], "a": "true", "n10": null, "n9": 1.5})"#,
      #""a: \"true\"\nb:\n- 1\n- c: x\n- []\nn9: 1.5\nn10: null\n""#),
  ])
  func yaml(_ test: BuiltinCase) throws { try test.check() }

  @Test func aYAMLBombIsStopped() throws {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\\n"
    for level in 1...8 { text += "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)",
      count: 10).joined(separator: ", ") + "]\\n" }
    try BuiltinCase.fails("yaml.unmarshal(input.y)", "nodes", .sizeLimit).check(input: "{\"y\": \"\(text)\"}")
  }
}
