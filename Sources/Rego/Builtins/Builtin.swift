/// A built-in function: its name in policies, how many arguments it takes, and what it does.
struct Builtin: Sendable {
  let name: String
  let arity: Int
  /// Its result is a list of rows, and a call has each of them in turn (`walk`).
  var isRelation = false
  /// Its result depends on more than its arguments, so it is never computed at compile time.
  var isNondeterministic = false
  let body: @Sendable (Arguments) throws(BuiltinError) -> Value

  init(
    _ name: String, _ arity: Int, isRelation: Bool = false, isNondeterministic: Bool = false,
    _ body: @escaping @Sendable (Arguments) throws(BuiltinError) -> Value
  ) {
    self.name = name
    self.arity = arity
    self.isRelation = isRelation
    self.isNondeterministic = isNondeterministic
    self.body = body
  }
}

/// Why a built-in has no result. In ordinary evaluation the call is undefined; in strict mode it is an error.
struct BuiltinError: Error {
  var code: RegoError.Code
  var message: String
  /// Ends the evaluation in every mode.
  var isFatal = false

  static func failed(_ message: String) -> BuiltinError { BuiltinError(code: .builtin, message: message) }

  static func operand(_ position: Int, _ message: String) -> BuiltinError {
    BuiltinError(code: .operandType, message: "operand \(position) \(message)")
  }

  /// `operand 1 must be string but got number`
  static func type(_ position: Int, _ wanted: String, _ got: Value) -> BuiltinError {
    operand(position, "must be \(wanted) but got \(got.typeName)")
  }

  static func limit(_ message: String) -> BuiltinError {
    BuiltinError(code: .sizeLimit, message: message, isFatal: true)
  }
}
