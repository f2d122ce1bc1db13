import Basics
import Rego
import Testing

/// Every built-in function with arguments that nobody means well with: it answers, is undefined, or says what is too much.
struct HostileArgumentTests {
  private static let limits = RegoLimits(steps: 100_000, bytes: 16 << 20)

  private static let arguments = [
    "1e1000000000", "-1e1000000000", "1e-1000000000", "9223372036854775807", "-9223372036854775808", "-1", "0.5",
    #""\u0000\ufffd""#, "\"\"", "null", "[]", "{}", "set()", "[[1], {\"a\": 1}]", "{1, \"a\"}", "input.long", "input.deep",
    "input.many", "input",
  ]

  private static let input: JSONValue = {
    let deep = (0..<200).reduce(JSONValue.null) { value, _ in .array([value]) }
    return [
      "long": .string(String(repeating: "a.*[", count: 20_000)), "deep": deep,
      "many": .array((0..<2_000).map { .string("k\($0)") }), "others": .array((0..<500).map { .string("m\($0)") }),
    ]
  }()

  private func errors(_ expressions: [String]) throws -> [RegoError] {
    let rules = expressions.enumerated().map { "p\($0.offset) := \($0.element)\n" }.joined()
    let policy = try CompiledPolicy(
      sources: [RegoSource(path: "t.rego", text: "package t\n" + rules)], options: RegoOptions(strictBuiltinErrors: true))
    let context = RegoContext(limits: Self.limits)
    context.now = Timestamp(seconds: 1_700_000_000)
    var found: [RegoError] = []
    for index in expressions.indices {
      do throws(RegoError) {
        _ = try policy.query("data.t.p\(index)").evaluate(RegoInput(Self.input), in: context)?.json.serialized()
      } catch {
        found.append(error)
      }
    }
    return found
  }

  /// Makes a term of any type that the checker takes for anything.
  private static func opaque(_ term: String) -> String {
    term.hasPrefix("input") ? term : "object.get(input, \"absent\", \(term))"
  }

  @Test func `no built-in function traps, whatever it is given`() throws {
    let ownErrors: Set<RegoError.Code> = [.builtin, .operandType, .sizeLimit, .stepLimit, .depthLimit, .conflict]
    for function in RegoFunctions.all where function.name.first?.isLetter == true && !["print", "trace"].contains(function.name) {
      if function.name.hasPrefix("internal.") || function.arity == 0 || function.name.hasPrefix("rego.metadata") { continue }
      let calls = Self.arguments.indices.map { index in
        let list = (0..<function.arity).map { Self.opaque(Self.arguments[(index + $0 * 7) % Self.arguments.count]) }
        return "\(function.name)(\(list.joined(separator: ", ")))"
      }
      do {
        for error in try errors(calls) { #expect(ownErrors.contains(error.code), "\(function.name): \(error)") }
      } catch let refused as RegoErrors {
        // Deprecated functions are refused when they are compiled; nothing else is.
        #expect(refused.errors.allSatisfy { $0.message.contains("deprecated") }, "\(function.name): \(refused)")
      }
    }
  }

  @Test(arguments: [
    ("concat(input.long, input.many)", RegoError.Code.sizeLimit),
    (#"replace(input.long, "a", input.long)"#, .sizeLimit),
    (#"regex.replace(input.long, "a", input.long)"#, .sizeLimit), ("numbers.range(0, 1000000000000)", .sizeLimit),
    (#"regex.find_all_string_submatch_n(concat("", ["()" | numbers.range(1, 500)[_]]), input.long, -1)"#, .sizeLimit),
    (#"strings.any_prefix_match(input.many, array.concat(["x"], [x | x := input.others[_]]))"#, .stepLimit),
    (#"json.marshal_with_options(input.many, {"indent": input.long, "pretty": true})"#, .sizeLimit),
    ("bits.lsh(1, 1000000000)", .sizeLimit), (#"net.cidr_expand("10.0.0.0/4")"#, .sizeLimit),
  ])
  func `a call that would cost more than the limits ends with the limit's name`(_ call: String, _ code: RegoError.Code) throws {
    let policy = try CompiledPolicy(sources: [RegoSource(path: "t.rego", text: "package t\np := \(call)")])
    let context = RegoContext(limits: RegoLimits(steps: 4_000, bytes: 4 << 20))
    let error = #expect(throws: RegoError.self, "\(call)") {
      try policy.query("data.t.p").evaluate(RegoInput(Self.input), in: context)
    }
    #expect(error?.code == code, "\(call): \(error.map { "\($0)" } ?? "")")
  }

  @Test func `patterns made to be slow are answered or refused`() throws {
    try BuiltinCase.same(#"regex.match("(a+)+$", input.s)"#, "false")
      .check(input: "{\"s\": \"\(String(repeating: "a", count: 50_000))!\"}")
    try BuiltinCase.same(#"regex.match("(a|aa)+$", input.s)"#, "false")
      .check(input: "{\"s\": \"\(String(repeating: "a", count: 50_000))!\"}")
    try BuiltinCase.fails(#"regex.match("((a{100}){100}){100}", "a")"#, "").check()
    let wide = String(repeating: "a", count: 70_000)
    try BuiltinCase.fails("regex.match(input.p, \"a\")", "the pattern is longer than 65536 bytes", .sizeLimit)
      .check(input: "{\"p\": \"\(wide)\"}")
    try BuiltinCase.fails("glob.match(input.p, [], \"a\")", "the pattern is longer than 65536 bytes", .sizeLimit)
      .check(input: "{\"p\": \"\(wide)\"}")
    let stars = String(repeating: "*a", count: 500)
    try BuiltinCase.same("glob.match(input.p, [], input.s)", "false")
      .check(input: "{\"p\": \"\(stars)\", \"s\": \"\(String(repeating: "a", count: 20_000))!\"}")
  }
}
