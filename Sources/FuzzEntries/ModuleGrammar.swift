import Basics
import Rego

/// Makes modules of bytes: each byte chooses a production, and when there are no more, the shortest one is taken.
///
/// Most modules compile, which mutated text hardly ever does.
struct ModuleGrammar {
  private let choices: [UInt8]
  private var position = 0
  private var variables: [String] = []
  private var named = 0
  private var nesting = 0

  private static let nestingMax = 5
  private static let rulesMax = 6

  init(choices: [UInt8]) { self.choices = choices }

  private mutating func choice(_ count: Int) -> Int {
    guard position < choices.count else { return 0 }
    defer { position += 1 }
    return Int(choices[position]) % count
  }

  private mutating func pick(_ list: [String]) -> String { list[choice(list.count)] }

  private mutating func fresh() -> String {
    named += 1
    return "v\(named)"
  }

  mutating func module() -> String {
    var text = "package t\n"
    for rule in 0..<(1 + choice(Self.rulesMax)) { text += self.rule(rule) + "\n" }
    return text
  }

  private mutating func rule(_ number: Int) -> String {
    variables = []
    let name = "r\(choice(Self.rulesMax))"
    switch choice(7) {
    case 1: return "\(name) contains \(headTerm())"
    case 2: return "\(name)[\(headTerm(hasBody: false))] := \(headTerm())"
    case 3:
      variables = ["x"]
      return "f\(number % 3)(x) := \(headTerm())"
    case 4: return "default d\(number) := \(scalar())\nd\(number) := \(headTerm())"
    case 5: return "\(name) := \(headTerm()) else := \(term())"
    case 6: return "\(name).\(pick(["a", "b"])) := \(headTerm())"
    default: return "\(name) := \(headTerm())"
    }
  }

  /// A term of the body's variables, and the body behind it.
  private mutating func headTerm(hasBody: Bool = true) -> String {
    guard hasBody else { return term() }
    let body = (0...choice(4)).map { _ in literal() }
    return "\(term()) if {\n  \(body.joined(separator: "\n  "))\n}"
  }

  private mutating func literal() -> String {
    nesting += 1
    defer { nesting -= 1 }
    guard nesting < Self.nestingMax else { return "true" }
    switch choice(10) {
    case 1: return "some \(bind { _ in "" }) in \(term())"
    case 2: return "\(term()) \(pick(["==", "!=", "<", ">=", "in", "="])) \(term())"
    case 3: return "not \(term())"
    case 4:
      let (outer, domain, name) = (variables, term(), fresh())
      variables.append(name)
      defer { variables = outer }
      return "every \(name) in \(domain) { \(literal()) }"
    case 5: return "\(term()) with input\(pick(["", ".a", ".c[0]", ".user"])) as \(term())"
    case 6: return "[\(bind { _ in "" }), _] = \(term())"
    case 7: return "walk(\(term()), [_, \(bind { _ in "" })])"
    case 8: return "\(term()) with \(pick(Self.builtinNames)) as \(pick(["f0", "f1", "1", "count"]))"
    case 9: return term()
    default:
      let value = term()
      return bind { "\($0) := \(value)" }
    }
  }

  /// A new variable, known from here on.
  private mutating func bind(_ text: (String) -> String) -> String {
    let name = fresh()
    variables.append(name)
    let made = text(name)
    return made.isEmpty ? name : made
  }

  private mutating func term() -> String {
    nesting += 1
    defer { nesting -= 1 }
    guard nesting < Self.nestingMax else { return scalar() }
    switch choice(14) {
    case 1, 2: return variables.isEmpty ? scalar() : variables[choice(variables.count)]
    case 3: return pick(["input", "input.a", "input.c[_]", "input.d.k", "input.b", "data.roles[_]", "data.t"])
    case 4: return "[\((0..<choice(4)).map { _ in term() }.joined(separator: ", "))]"
    case 5: return "{\((0...choice(3)).map { _ in term() }.joined(separator: ", "))}"
    case 6: return "{\((0..<choice(4)).map { _ in "\(term()): \(term())" }.joined(separator: ", "))}"
    case 7: return comprehension()
    case 8: return "r\(choice(Self.rulesMax))"
    case 9: return "(\(term()) \(pick(["+", "-", "*", "/", "%", "|", "&"])) \(term()))"
    case 10: return "f\(choice(3))(\(term()))"
    case 11, 12: return call()
    case 13: return "\(variables.last ?? "input")[\(term())]"
    default: return scalar()
    }
  }

  private mutating func comprehension() -> String {
    let outer = variables
    defer { variables = outer }
    let body = (0...choice(2)).map { _ in literal() }.joined(separator: "; ")
    switch choice(3) {
    case 1: return "{\(term()) | \(body)}"
    case 2: return "{\(term()): \(term()) | \(body)}"
    default: return "[\(term()) | \(body)]"
    }
  }

  private mutating func call() -> String {
    let (name, arity) = Self.builtins[(choice(256) << 8 | choice(256)) % Self.builtins.count]
    return "\(name)(\((0..<arity).map { _ in term() }.joined(separator: ", ")))"
  }

  private mutating func scalar() -> String {
    switch choice(4) {
    case 1: return pick(Self.numbers)
    case 2: return pick(Self.strings)
    case 3:
      let count = choice(24)
      let bytes = (0..<count).map { _ in UInt8(choice(256)) }
      return JSONValue.string(String(decoding: bytes, as: UTF8.self)).text
    default: return pick(["true", "null", "false", "[]", "{}", "set()"])
    }
  }

  private static let builtins = RegoFunctions.all.filter { $0.name.first?.isLetter == true }
  private static let builtinNames = builtins.map(\.name)

  private static let numbers = [
    "0", "1", "-1", "2", "10", "64", "1.5", "-0.0", "1e6", "9223372036854775807", "-9223372036854775808",
    "9223372036854775808", "123456789012345678901234567890", "1e300", "1e-300", "1e1000000", "255", "1700000000000000000",
  ]

  private static let strings = [
    "\"\"", #""a""#, #""*""#, #""[a-z]+""#, #""(a|b)*c""#, #""%d %v %s""#, #""%[2]*.[1]*f""#, #""10.0.0.0/8""#,
    #""2001:db8::/32""#, #""2006-01-02T15:04:05Z07:00""#, #""2024-02-30T00:00:00Z""#, #""America/New_York""#, #""1h2m3s""#,
    #""{\"a\": [1, 2]}""#, #""/a/b""#, #""a,b,c""#, #"",""#, #""YWJj""#, #""10MiB""#, #""1.2.3-rc.1""#, #""HS256""#,
    #""eyJhbGciOiJIUzI1NiJ9.e30.AAAA""#, #""type Query { a: Int }""#, #""{ a }""#, #""{{range .}}{{.}}{{end}}""#,
    #""a: [b, {c: d}]""#, #""http://u:p@[::1]:80/a?b=c#d""#, #""00112233-4455-6677-8899-aabbccddeeff""#, #""ÄÖ\u0000🦉""#,
    #""package x\np := 1""#, #""-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----""#,
  ]
}
