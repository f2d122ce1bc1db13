import Basics
import Rego
import Testing

/// An expression, and the value or the error that it has.
struct BuiltinCase: Sendable, CustomTestStringConvertible {
  enum Want: Sendable {
    /// A literal in Rego's notation.
    case value(String)
    case undefined
    case error(RegoError.Code, String)
  }

  var expression: String
  var want: Want

  var testDescription: String { expression }

  static func same(_ expression: String, _ value: String) -> BuiltinCase { BuiltinCase(expression: expression, want: .value(value)) }
  static func holds(_ expression: String) -> BuiltinCase { same(expression, "true") }
  static func undefined(_ expression: String) -> BuiltinCase { BuiltinCase(expression: expression, want: .undefined) }

  /// Part of the message that strict evaluation gives.
  static func fails(_ expression: String, _ message: String, _ code: RegoError.Code = .builtin) -> BuiltinCase {
    BuiltinCase(expression: expression, want: .error(code, message))
  }

  /// Evaluates and compares.
  func check(input: String = "{}", network: RegoNetworkAccess? = nil) throws {
    switch want {
    case .value(let literal):
      let got = try Self.answer(expression, input: input, network: network)
      let wanted = try Self.answer(literal, input: input)
      #expect(got == wanted, "\(expression)")
    case .undefined: #expect(try Self.answer(expression, input: input, network: network) == nil, "\(expression)")
    case .error(let code, let message):
      let error = #expect(throws: RegoError.self, "\(expression)") {
        try Self.answer(expression, input: input, isStrict: true, network: network)
      }
      #expect(error?.code == code, "\(expression)")
      #expect(message.isEmpty || error?.message.contains(message) == true, "\(expression): \(error?.message ?? "")")
    }
  }

  /// The JSON text of an expression's value, nil for undefined.
  static func answer(
    _ expression: String, input: String = "{}", isStrict: Bool = false, network: RegoNetworkAccess? = nil
  ) throws -> String? {
    let policy = try CompiledPolicy(
      sources: [RegoSource(path: "t.rego", text: "package t\n\np := \(expression)\n")],
      options: RegoOptions(strictBuiltinErrors: isStrict))
    let context = RegoContext()
    context.network = network
    context.now = Timestamp(nanoseconds: 1_700_000_000_000_000_000)
    return try policy.query("data.t.p").evaluate(RegoInput(try JSONValue.parse(input)), in: context)?.json.text
  }
}
