/// Checks an instance against a schema and keeps what is wrong with it.
struct SchemaValidation {
  private(set) var faults: [SchemaFault] = []
  /// How much fitted: of several schemas that fail, the one that fitted best tells why.
  private var score = 0
  private let call: Arguments
  private var depth: Int

  init(_ call: Arguments, depth: Int = 0) {
    self.call = call
    self.depth = depth
  }

  private var isValid: Bool { faults.isEmpty }

  private mutating func add(_ kind: String, _ path: SchemaPath, _ text: String) {
    faults.append(SchemaFault(kind: kind, field: path.field, text: text))
    score -= 2
  }

  private mutating func merge(_ other: SchemaValidation) {
    faults.append(contentsOf: other.faults)
    score += other.score
  }

  /// The outcome of a schema on its own.
  private func outcome(_ node: SchemaNode, _ value: Value, _ path: SchemaPath) throws(BuiltinError) -> SchemaValidation {
    var other = SchemaValidation(call, depth: depth)
    try other.check(node, value, path)
    return other
  }

  mutating func check(_ node: SchemaNode, _ value: Value, _ path: SchemaPath) throws(BuiltinError) {
    depth += 1
    defer { depth -= 1 }
    guard depth <= SchemaCompiler.depthLimit else { throw SchemaCompiler.tooDeep }
    guard call.machine.tick() else { throw .limit("checking the schema exceeds the limits") }
    if let verdict = node.verdict {
      if !verdict { add("false", path, "False always fails validation") }
      return
    }
    if let reference = node.reference { return try check(reference, value, path) }
    let kind = Self.kind(value)
    if !node.types.isEmpty, !node.types.contains(kind), !(kind == "integer" && node.types.contains("number")) {
      return add("invalid_type", path, "Invalid type. Expected: \(node.typeText), given: \(kind)")
    }
    try checkLogic(node, value, path)
    switch value.tag {
    case .object:
      try checkObject(node, value, path)
      try checkCommon(node, value, path)
      for (name, schema) in node.properties {
        let member = value.member(call.string(name))
        if member.isDefined { try check(schema, member, path.appending(name)) }
      }
    case .array, .set:
      try checkArray(node, value.sortedMembers.map(\.value), path)
      try checkCommon(node, value, path)
    default:
      if value.isNumber { try checkNumber(node, value, path) }
      try checkCommon(node, value, path)
      if value.has(.string) { try checkString(node, value.text, path) }
    }
    score += 1
  }

  private static func kind(_ value: Value) -> String {
    switch value.tag {
    case .set: "array"
    case .integer: "integer"
    case .decimal: Decimal(value.numberText).isInteger ? "integer" : "number"
    default: value.typeName
    }
  }

  // MARK: - Schemas of schemas

  private mutating func checkLogic(_ node: SchemaNode, _ value: Value, _ path: SchemaPath) throws(BuiltinError) {
    if !node.anyOf.isEmpty {
      let outcomes = try outcomes(node.anyOf, value, path, untilValid: true)
      if outcomes.last?.isValid != true {
        add("number_any_of", path, "Must validate at least one schema (anyOf)")
        if let best = Self.best(outcomes) { merge(best) }
      }
    }
    if !node.oneOf.isEmpty {
      let outcomes = try outcomes(node.oneOf, value, path)
      let fitting = outcomes.count(where: \.isValid)
      if fitting != 1 {
        add("number_one_of", path, "Must validate one and only one schema (oneOf)")
        if fitting == 0, let best = Self.best(outcomes) { merge(best) }
      }
    }
    if !node.allOf.isEmpty {
      let outcomes = try outcomes(node.allOf, value, path)
      for outcome in outcomes { merge(outcome) }
      if !outcomes.allSatisfy(\.isValid) { add("number_all_of", path, "Must validate all the schemas (allOf)") }
    }
    if let not = node.not, try outcome(not, value, path).isValid {
      add("number_not", path, "Must not validate the schema (not)")
    }
    for (name, dependency) in node.dependencies where value.has(.object) && value.member(call.string(name)).isDefined {
      switch dependency {
      case .properties(let names):
        for other in names where !value.member(call.string(other)).isDefined {
          add("missing_dependency", path, "Has a dependency on \(other)")
        }
      case .schema(let schema): try check(schema, value, path)
      }
    }
    try checkCondition(node, value, path)
    score += 1
  }

  private func outcomes(
    _ nodes: [SchemaNode], _ value: Value, _ path: SchemaPath, untilValid: Bool = false
  ) throws(BuiltinError) -> [SchemaValidation] {
    var result: [SchemaValidation] = []
    for node in nodes {
      result.append(try outcome(node, value, path))
      if untilValid, result.last?.isValid == true { break }
    }
    return result
  }

  private static func best(_ outcomes: [SchemaValidation]) -> SchemaValidation? {
    var best: SchemaValidation?
    for outcome in outcomes where !outcome.isValid {
      if best.map({ outcome.score > $0.score }) ?? true { best = outcome }
    }
    return best
  }

  private mutating func checkCondition(_ node: SchemaNode, _ value: Value, _ path: SchemaPath) throws(BuiltinError) {
    guard let condition = node.condition else { return }
    let holds = try outcome(condition, value, path).isValid
    guard let next = holds ? node.then : node.otherwise else { return }
    let outcome = try outcome(next, value, path)
    guard !outcome.isValid else { return }
    if holds {
      add("condition_then", path, "Must validate \"then\" as \"if\" was valid")
    } else {
      add("condition_else", path, "Must validate \"else\" as \"if\" was not valid")
    }
    merge(outcome)
  }

  private mutating func checkCommon(_ node: SchemaNode, _ value: Value, _ path: SchemaPath) throws(BuiltinError) {
    if let const = node.const, !const.isEqual(value) {
      add("const", path, "\(path.field) does not match: \(const.jsonText)")
    }
    if let allowed = node.enumeration, !allowed.contains(where: { $0.isEqual(value) }) {
      let list = allowed.isEmpty ? "(none)" : allowed.map(\.jsonText).joined(separator: ", ")
      add("enum", path, "\(path.field) must be one of the following: \(list)")
    }
    if let format = node.format, value.has(.string), !SchemaFormats.accepts(format, value.text, call) {
      add("format", path, "Does not match format '\(format)'")
    }
    score += 1
  }

  // MARK: - Collections

  private mutating func checkObject(_ node: SchemaNode, _ value: Value, _ path: SchemaPath) throws(BuiltinError) {
    let members = value.sortedMembers
    if let least = node.minProperties, members.count < least {
      add("array_min_properties", path, "Must have at least \(least) properties")
    }
    if let most = node.maxProperties, members.count > most {
      add("array_max_properties", path, "Must have at most \(most) properties")
    }
    for name in node.required {
      if value.member(call.string(name)).isDefined { score += 1 } else { add("required", path, "\(name) is required") }
    }
    for member in members {
      let name = String(decoding: member.key ?? [], as: UTF8.self)
      let isKnown = node.properties.contains { $0.name == name }
      var isMatched = false
      for (pattern, schema) in node.patternProperties
      where try call.machine.cache.pattern(pattern).matches(call.string(name).text) {
        isMatched = true
        merge(try outcome(schema, member.value, path.appending(name)))
      }
      if isMatched { score += 1 }
      if isKnown || isMatched { continue }
      if node.forbidsAdditionalProperties {
        add("additional_property_not_allowed", path, "Additional property \(name) is not allowed")
      } else if let schema = node.additionalProperties {
        merge(try outcome(schema, member.value, path.appending(name)))
      }
    }
    if let names = node.propertyNames {
      for member in members {
        let outcome = try outcome(names, call.string(member.key ?? []), path)
        guard !outcome.isValid else { continue }
        let name = String(decoding: member.key ?? [], as: UTF8.self)
        add("invalid_property_name", path, "Property name of \"\(name)\" does not match")
        merge(outcome)
      }
    }
    score += 1
  }

  private mutating func checkArray(_ node: SchemaNode, _ elements: [Value], _ path: SchemaPath) throws(BuiltinError) {
    for (index, element) in elements.enumerated() {
      if let schema = node.items ?? (index < node.tuple.count ? node.tuple[index] : node.tuple.isEmpty ? nil : node.additionalItems) {
        merge(try outcome(schema, element, path.appending(String(index))))
      }
    }
    if !node.tuple.isEmpty, elements.count > node.tuple.count, node.forbidsAdditionalItems {
      add("array_no_additional_items", path, "No additional items allowed on array")
    }
    if let least = node.minItems, elements.count < least {
      add("array_min_items", path, "Array must have at least \(least) items")
    }
    if let most = node.maxItems, elements.count > most {
      add("array_max_items", path, "Array must have at most \(most) items")
    }
    if node.hasUniqueItems {
      var seen: [ValueKey: Int] = [:]
      for (index, element) in elements.enumerated() {
        if let first = seen.updateValue(index, forKey: ValueKey(value: element)) {
          add("unique", path, "array items[\(first),\(index)] must be unique")
        }
      }
    }
    try checkContains(node, elements, path)
    score += 1
  }

  private mutating func checkContains(_ node: SchemaNode, _ elements: [Value], _ path: SchemaPath) throws(BuiltinError) {
    guard let contains = node.contains else { return }
    var outcomes: [SchemaValidation] = []
    for (index, element) in elements.enumerated() {
      outcomes.append(try outcome(contains, element, path.appending(String(index))))
      if outcomes.last?.isValid == true { return }
    }
    add("contains", path, "At least one of the items must match")
    if let best = Self.best(outcomes) { merge(best) }
  }

  // MARK: - Scalars

  private mutating func checkString(_ node: SchemaNode, _ text: Text, _ path: SchemaPath) throws(BuiltinError) {
    let count = text.scalarCount
    if let least = node.minLength, count < least {
      add("string_gte", path, "String length must be greater than or equal to \(least)")
    }
    if let most = node.maxLength, count > most {
      add("string_lte", path, "String length must be less than or equal to \(most)")
    }
    if let pattern = node.pattern, try !call.machine.cache.pattern(pattern).matches(text) {
      add("pattern", path, "Does not match pattern '\(pattern)'")
    }
    score += 1
  }

  private mutating func checkNumber(_ node: SchemaNode, _ value: Value, _ path: SchemaPath) throws(BuiltinError) {
    if let multiple = node.multipleOf, try !isMultiple(value, of: multiple) {
      add("multiple_of", path, "Must be a multiple of \(Self.text(multiple))")
    }
    if let most = node.maximum, value.compare(most) > 0 {
      add("number_lte", path, "Must be less than or equal to \(Self.text(most))")
    }
    if let bound = node.exclusiveMaximum, value.compare(bound) >= 0 {
      add("number_lt", path, "Must be less than \(Self.text(bound))")
    }
    if let least = node.minimum, value.compare(least) < 0 {
      add("number_gte", path, "Must be greater than or equal to \(Self.text(least))")
    }
    if let bound = node.exclusiveMinimum, value.compare(bound) <= 0 {
      add("number_gt", path, "Must be greater than \(Self.text(bound))")
    }
    score += 1
  }

  /// Both are brought to whole numbers of the same unit.
  private func isMultiple(_ value: Value, of multiple: Value) throws(BuiltinError) -> Bool {
    var left = Decimal(value.numberText)
    var right = Decimal(multiple.numberText)
    let shift = max(0, left.digits.count - left.exponent, right.digits.count - right.exponent)
    left.exponent += shift
    right.exponent += shift
    guard let dividend = BigInteger(left), let divisor = BigInteger(right) else { throw .hugeNumber }
    return dividend.quotientAndRemainder(dividingBy: divisor).remainder.isZero
  }

  /// As Go prints its big floats.
  private static func text(_ value: Value) -> String {
    let decimal = Decimal(value.numberText)
    return (decimal.isNegative ? "-" : "") + FloatText.general(decimal.digits, point: decimal.exponent, limit: 6)
  }
}
