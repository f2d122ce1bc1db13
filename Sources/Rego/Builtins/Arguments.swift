/// The arguments of one call, with the checks that all built-ins share. Positions in messages count from 1.
@safe struct Arguments {
  private let base: UnsafePointer<Value>
  let count: Int
  private unowned(unsafe) let caller: Machine

  /// The machine that makes the call.
  // SAFETY: it outlives the arguments.
  @inline(__always)
  var machine: Machine { unsafe caller }

  init(base: UnsafePointer<Value>, count: Int, machine: Machine) {
    unsafe self.base = unsafe base
    self.count = count
    unsafe caller = machine
  }

  var arena: Arena { machine.arena }

  @inline(__always)
  subscript(index: Int) -> Value {
    // SAFETY: the index is checked against the number of arguments.
    index < count ? unsafe base[index] : .undefined
  }

  func text(_ index: Int) throws(BuiltinError) -> Text {
    guard self[index].has(.string) else { throw .type(index + 1, "string", self[index]) }
    return self[index].text
  }

  func string(_ index: Int) throws(BuiltinError) -> String { try text(index).string }

  func boolean(_ index: Int) throws(BuiltinError) -> Bool {
    guard let value = self[index].booleanValue else { throw .type(index + 1, "boolean", self[index]) }
    return value
  }

  func array(_ index: Int) throws(BuiltinError) -> ArrayView {
    guard self[index].has(.array) else { throw .type(index + 1, "array", self[index]) }
    return self[index].elements
  }

  func object(_ index: Int) throws(BuiltinError) -> TableView {
    guard self[index].has(.object) else { throw .type(index + 1, "object", self[index]) }
    return self[index].table
  }

  func set(_ index: Int) throws(BuiltinError) -> TableView {
    guard self[index].has(.set) else { throw .type(index + 1, "set", self[index]) }
    return self[index].table
  }

  /// A number of any size.
  func number(_ index: Int) throws(BuiltinError) -> Value {
    guard self[index].isNumber else { throw .type(index + 1, "number", self[index]) }
    return self[index]
  }

  /// A whole number of 64 bits.
  func integer(_ index: Int) throws(BuiltinError) -> Int64 {
    let value = try number(index)
    if let integer = value.integerValue { return integer }
    guard let integer = Int64(exactly: value.decimal.approximation) else {
      throw .operand(index + 1, "must be integer number but got floating-point number")
    }
    return integer
  }

  /// A whole number of any size.
  func bigInteger(_ index: Int) throws(BuiltinError) -> BigInteger {
    guard self[index].isNumber else { throw .type(index + 1, "integer", self[index]) }
    if let integer = self[index].bigInteger { return integer }
    let isWhole = Decimal(self[index].numberText).isInteger
    throw isWhole ? .hugeNumber : .operand(index + 1, "must be integer number but got floating-point number")
  }

  /// The elements of an array or a set.
  func members(_ index: Int) throws(BuiltinError) -> [Value] {
    let value = self[index]
    if value.has(.array) { return Array(value.elements) }
    if value.has(.set) { return (0..<value.table.count).map(value.table.key) }
    throw .type(index + 1, "one of {array, set}", value)
  }

  /// The strings of an array or a set, or of a single string where that is allowed.
  func strings(_ index: Int, orOne: Bool = false) throws(BuiltinError) -> [Text] {
    if orOne, self[index].has(.string) { return [self[index].text] }
    guard self[index].has(.array) || self[index].has(.set) else {
      throw .type(index + 1, orOne ? "one of {string, set, array}" : "one of {array, set}", self[index])
    }
    var result: [Text] = []
    for member in try members(index) {
      guard member.has(.string) else {
        let kind = self[index].typeName
        throw .operand(index + 1, "must be \(kind) of strings but got \(kind) containing \(member.typeName)")
      }
      result.append(member.text)
    }
    return result
  }

  // MARK: - Results

  func string(_ text: String) -> Value { arena.string(text) }
  func string(_ bytes: [UInt8]) -> Value { arena.string(bytes) }

  /// Counts work that grows faster than the arguments do.
  func spend(_ steps: Int) throws(BuiltinError) {
    guard machine.tick(steps) else { throw .limit("the call takes more steps than the evaluation may") }
  }

  /// Refuses results that would not fit into what the evaluation may use.
  func reserve(_ bytes: Int) throws(BuiltinError) {
    if bytes > machine.limits.bytes - arena.used {
      throw .limit("the result would be larger than the limit of \(machine.limits.bytes) bytes")
    }
  }
}

extension Value {
  /// The name of the type as `type_name` gives it.
  var typeName: String {
    switch tag {
    case .undefined, .virtual: "undefined"
    case .null: "null"
    case .boolean: "boolean"
    case .integer, .decimal: "number"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    case .set: "set"
    }
  }
}
