import Testing

/// What Go's `fmt` gives for the same directives.
@Suite("Built-ins: sprintf")
struct FormattingTests {
  @Test(arguments: [
    ("%d", "42", "42"), ("%5d|", "42", "   42|"), ("%-5d|", "42", "42   |"), ("%05d", "-42", "-0042"), ("%+d", "42", "+42"),
    ("% d", "42", " 42"), ("%.3d", "7", "007"), ("%x", "255", "ff"), ("%#X", "255", "0XFF"), ("%o", "8", "10"), ("%#o", "8", "010"),
    ("%b", "5", "101"), ("%O", "8", "0o10"), ("%c", "65", "A"), ("%q", "65", "'A'"), ("%U", "128512", "U+1F600"),
    ("%#U", "65", "U+0041 'A'"), ("%s", "42", "%!s(int=42)"), ("%t", "true", "%!t(string=true)"), ("%v", "true", "true"),
    ("%s", "18446744073709551617", "18446744073709551617"), ("%x", "18446744073709551617", "10000000000000001"),
    ("%030d", "-18446744073709551617", "-00000000018446744073709551617"),
    ("%v", "3.0", "3"), ("%v", "1000000.5", "1.0000005e+06"), ("%v", "0.00001", "1e-05"), ("%f", "2.5", "2.500000"),
    ("%.2f", "2.675", "2.67"), ("%8.3f|", "3.14159", "   3.142|"), ("%08.3f", "-3.14159", "-003.142"),
    ("%e", "123456.789", "1.234568e+05"),
    ("%G", "1e-7", "%!G(string=1e-7)"), ("%g", "0.0000001", "1e-07"), ("%d", "1.5", "%!d(float64=1.5)"),
    ("%s", "\"a\"", "a"), ("%5s|", "\"é\"", "    é|"), ("%-5s|", "\"é\"", "é    |"), ("%05s", "\"a\"", "0000a"),
    ("%.2s", "\"日本語\"", "日本"),
    ("%q", "\"a\\n\\\"\"", #""a\n\"""#), ("%+q", "\"é\"", #""\u00e9""#), ("%#q", "\"a\"", "`a`"),
    ("%x", "\"hi\"", "6869"), ("% X", "\"hi\"", "68 69"),
    ("%v", "[1, \"a\", {\"b\": null}]", #"[1, "a", {"b": null}]"#), ("%v", "{1, 2}", "{1, 2}"), ("%T", "1", "int"),
    ("%T", "\"\"", "string"),
    ("%z", "1", "%!z(int=1)"), ("%d%%", "50", "50%"), ("%!", "1", "%!!(int=1)"), ("%d %d", "1", "1 %!d(MISSING)"),
    ("x", "1", "x%!(EXTRA int=1)"),
    ("%", "1", "%!(NOVERB)%!(EXTRA int=1)"),
  ])
  func oneArgument(_ format: String, _ argument: String, _ text: String) throws {
    // `1e-7` is a number whose text has an exponent: those are doubles too.
    let wanted = format == "%G" ? "1E-07" : text
    let got = try BuiltinCase.answer("sprintf(input.format, [\(argument)])", input: "{\"format\": \(Self.json(format))}")
    #expect(got == Self.json(wanted), "\(format)")
  }

  private static func json(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  @Test(arguments: [
    BuiltinCase.same(#"sprintf("%[2]d %[1]d", [1, 2])"#, #""2 1""#),
    .same(#"sprintf("%*d|%-*d|", [4, 7, 4, 7])"#, #""   7|7   |""#),
    .same(#"sprintf("%.*f", [1, 2.25])"#, #""2.2""#),
    .same(#"sprintf("%[3]d", [1, 2])"#, #""%!d(BADINDEX)""#),
    .same(#"sprintf("%*d", ["x", 1])"#, #""%!(BADWIDTH)1""#),
    .same(#"sprintf("a", [1, "b"])"#, #""a%!(EXTRA int=1, string=b)""#),
    .fails(#"sprintf(input.n, [1])"#, "operand 1 must be string but got number", .operandType),
    .same(#"$"{1 + 1} and {["x"]}""#, #""2 and [\"x\"]""#),
  ])
  func several(_ test: BuiltinCase) throws { try test.check(input: #"{"n": 1}"#) }
}
