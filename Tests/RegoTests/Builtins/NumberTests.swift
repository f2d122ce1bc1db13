import Testing

@Suite("Built-ins: numbers")
struct NumberTests {
  /// Numbers are compared as text: equal values could be written differently.
  @Test(arguments: [
    ("18446744073709551617 + 1", "18446744073709551618"),
    ("9223372036854775807 + 1", "9223372036854775808"),
    ("-9223372036854775808 - 1", "-9223372036854775809"),
    ("-9223372036854775808 / -1", "9223372036854775808"),
    ("123456789012345678901234567890 * 987654321098765432109876543210", "121932631137021795226185032733622923332237463801111263526900"),
    ("121932631137021795226185032733622923332237463801111263526900 / 987654321098765432109876543210", "123456789012345678901234567890"),
    ("10 % 18446744073709551616", "10"),
    ("-7 % 3", "-1"),
    ("123456789012345678901234567891 % 10", "1"),
    ("abs(-18446744073709551617)", "18446744073709551617"),
    ("0.1 + 0.2", "0.3"),
    ("1 / 3", "0.33333333333333333334"),
    ("2 / 3", "0.6666666666666666667"),
    ("1.1 * 1.1", "1.21"),
    ("0.1 - 0.3", "-0.20000000000000000002"),
    ("10000000000 / 3", "3.3333333333333333333e+09"),
    ("1234567.5 + 0.25", "1.23456775e+06"),
    ("1e-10 / 7", "1.42857142857142857145e-11"),
    ("9007199254740993 * 0.5", "4.5035996273704965e+15"),
    ("1e300 / 1e298", "100"),
    ("sum([18446744073709551617, 1, -2])", "18446744073709551616"),
    ("product([4294967296, 4294967296, 4294967296])", "79228162514264337593543950336"),
    ("ceil(1e20 + 0.5)", "100000000000000000000"),
    ("round(-2.5)", "-3"), ("round(2.5)", "3"), ("ceil(-1.5)", "-1"), ("floor(-1.5)", "-2"),
    ("ceil(123456789012345678901.25)", "123456789012345678902"),
    ("format_int(18446744073709551617, 16)", "\"10000000000000001\""),
    ("format_int(-255, 2)", "\"-11111111\""), ("format_int(15.9, 16)", "\"f\""),
  ])
  func exact(_ expression: String, _ text: String) throws {
    #expect(try BuiltinCase.answer(expression) == text)
  }

  @Test(arguments: [
    BuiltinCase.holds("100000000000000000000 == 1e20"),
    .holds("28857836529306024611913 != 28857836529306024611912"),
    .holds("18446744073709551616 < 18446744073709551617"),
    .same("bits.and(18446744073709551615, 18446744073709551616 - 256)", "18446744073709551360"),
    .same("bits.or(-18446744073709551616, 5)", "-18446744073709551611"),
    .same("bits.xor(-1, 18446744073709551616)", "-18446744073709551617"),
    .same("bits.negate(18446744073709551616)", "-18446744073709551617"),
    .same("bits.lsh(1, 100)", "1267650600228229401496703205376"),
    .same("bits.rsh(1267650600228229401496703205376, 99)", "2"),
    .same("bits.rsh(-1, 500)", "-1"),
    .same("numbers.range(5, 2)", "[5, 4, 3, 2]"),
    .same("numbers.range_step(0, 10, 99999999999999999999)", "[0]"),
    .same("numbers.range(18446744073709551615, 18446744073709551617)",
      "[18446744073709551615, 18446744073709551616, 18446744073709551617]"),
    .same("to_number(\"+5\")", "5"), .same("to_number(\"007\")", "7"), .same("to_number(\".5\")", "0.5"), .same("to_number(null)", "0"),
    .same("max([1, 18446744073709551617, 2.5])", "18446744073709551617"),
    .fails("1 / input.zero", "divide by zero"), .fails("1 % input.zero", "modulo by zero"),
    .fails("1 % 1.5", "modulo on floating-point number"),
    .fails("to_number(\"-inf\")", "valid number string", .operandType),
    .fails("to_number(\"five\")", "strconv.ParseFloat: parsing \"five\": invalid syntax"),
    .fails("bits.and(1.5, 1)", "must be integer number but got floating-point number", .operandType),
    .fails("bits.lsh(1, -1)", "must be an unsigned integer number", .operandType),
    .fails("numbers.range_step(1, 2, 0)", "step must be a positive integer"),
    .fails("format_int(1, 7)", "must be one of {2, 8, 10, 16}", .operandType),
  ])
  func integers(_ test: BuiltinCase) throws { try test.check(input: #"{"zero": 0}"#) }

  @Test(arguments: [
    "bits.lsh(1, 100000)", "1e999999999 + 1", "1e-999999999 * 1.5", "numbers.range(0, 1000000000000)",
    "numbers.range(0, 99999999999999999999)", "floor(1e400000 + 0.5)",
  ])
  func whatIsTooBigEndsTheEvaluation(_ expression: String) throws {
    try BuiltinCase.fails(expression, "", .sizeLimit).check()
  }

  @Test func randomNumbersAreTheSameWithinADecision() throws {
    try BuiltinCase.holds("rand.intn(\"a\", 1000000) == rand.intn(\"a\", 1000000)").check()
    try BuiltinCase.holds("rand.intn(\"b\", 7) in numbers.range(0, 6)").check()
    try BuiltinCase.same("rand.intn(\"c\", 0)", "0").check()
  }
}
