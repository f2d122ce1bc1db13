/// Writes a template with the members of an object.
struct TemplateRenderer {
  private enum Flow { case onward, stop, skip }

  private let template: Template
  private let call: Arguments
  private var output: [UInt8] = []
  private var variables: [(name: String, value: TemplateValue)] = []
  private var depth = 0

  init(_ template: Template, _ call: Arguments) {
    self.template = template
    self.call = call
  }

  mutating func rendered(_ root: Value) throws(BuiltinError) -> [UInt8] {
    variables = [("$", TemplateValue(root))]
    _ = try write(template.body, TemplateValue(root))
    return output
  }

  private func bad(_ what: String) -> BuiltinError { .failed("template: template: \(what)") }

  private mutating func write(_ nodes: [TemplateNode], _ dot: TemplateValue) throws(BuiltinError) -> Flow {
    let count = variables.count
    depth += 1
    defer {
      variables.removeLast(variables.count - count)
      depth -= 1
    }
    guard depth <= Template.depthLimit * 2 else { throw .limit("templates call each other more than \(Template.depthLimit) deep") }
    for node in nodes {
      guard call.machine.tick() else { throw .limit("rendering the template exceeds the limits") }
      let flow = try write(node, dot)
      if flow != .onward { return flow }
    }
    return .onward
  }

  private mutating func write(_ node: TemplateNode, _ dot: TemplateValue) throws(BuiltinError) -> Flow {
    switch node {
    case .text(let bytes): try append(bytes)
    case .write(let pipe):
      let value = try evaluate(pipe, dot)
      guard pipe.variables.isEmpty else { break }
      if case .null = value { try append(Array("<no value>".utf8)) } else { try append(value.printed) }
    case .branch(let pipe, let then, let otherwise):
      let count = variables.count
      defer { variables.removeLast(variables.count - count) }
      return try write(try evaluate(pipe, dot).isTrue ? then : otherwise, dot)
    case .scope(let pipe, let then, let otherwise):
      let count = variables.count
      defer { variables.removeLast(variables.count - count) }
      let value = try evaluate(pipe, dot)
      return value.isTrue ? try write(then, value) : try write(otherwise, dot)
    case .loop(let pipe, let body, let otherwise): return try loop(pipe, body, otherwise, dot)
    case .include(let name, let argument):
      guard let body = template.definitions[name] else { throw bad("template \"\(name)\" not defined") }
      let value = try argument.map { pipe throws(BuiltinError) in try evaluate(pipe, dot) } ?? .null
      let outer = variables
      variables = [("$", value)]
      _ = try write(body, value)
      variables = outer
    case .stop: return .stop
    case .skip: return .skip
    }
    return .onward
  }

  private mutating func append(_ bytes: [UInt8]) throws(BuiltinError) {
    try call.reserve(output.count + bytes.count)
    output.append(contentsOf: bytes)
  }

  private mutating func loop(
    _ pipe: TemplatePipeline, _ body: [TemplateNode], _ otherwise: [TemplateNode], _ dot: TemplateValue
  ) throws(BuiltinError) -> Flow {
    let items = try members(try evaluate(pipe, dot, assigns: false))
    if items.isEmpty { return try write(otherwise, dot) }
    let count = variables.count
    defer { variables.removeLast(variables.count - count) }
    for item in items {
      switch pipe.variables.count {
      case 1: try assign(pipe.variables[0], item.value, declare: pipe.isDeclaration)
      case 2:
        try assign(pipe.variables[0], item.key, declare: pipe.isDeclaration)
        try assign(pipe.variables[1], item.value, declare: pipe.isDeclaration)
      default: break
      }
      let flow = try write(body, item.value)
      if pipe.isDeclaration { variables.removeLast(variables.count - count) }
      if flow == .stop { break }
    }
    return .onward
  }

  private func members(_ value: TemplateValue) throws(BuiltinError) -> [(key: TemplateValue, value: TemplateValue)] {
    switch value {
    case .missing, .null: return []
    case .integer(let count):
      guard count <= Int64(Builtins.rangeLimit) else { throw .limit("a loop over more than \(Builtins.rangeLimit) numbers") }
      return count <= 0 ? [] : (0..<count).map { (.integer($0), .integer($0)) }
    case .document(let value):
      return value.sortedMembers.enumerated().map { index, member in
        (member.key.map { .text($0) } ?? .integer(Int64(index)), TemplateValue(member.value))
      }
    default: throw bad("range can't iterate over \(String(decoding: value.printed, as: UTF8.self))")
    }
  }

  private mutating func assign(_ name: String, _ value: TemplateValue, declare: Bool) throws(BuiltinError) {
    if declare { return variables.append((name, value)) }
    guard let index = variables.lastIndex(where: { $0.name == name }) else { throw bad("undefined variable: \(name)") }
    variables[index].value = value
  }

  // MARK: - Pipelines

  private mutating func evaluate(
    _ pipe: TemplatePipeline, _ dot: TemplateValue, assigns: Bool = true
  ) throws(BuiltinError) -> TemplateValue {
    var value: TemplateValue?
    for command in pipe.commands { value = try evaluate(command, dot, last: value) }
    let result = value ?? .missing
    if assigns, let name = pipe.variables.first { try assign(name, result, declare: pipe.isDeclaration) }
    return result
  }

  private mutating func evaluate(
    _ command: [TemplateTerm], _ dot: TemplateValue, last: TemplateValue?
  ) throws(BuiltinError) -> TemplateValue {
    guard let first = command.first else { return .missing }
    if case .function(let name) = first {
      return try call(name, Array(command.dropFirst()), dot, last: last)
    }
    guard command.count == 1, last == nil else { throw bad("can't give argument to non-function") }
    return try evaluate(first, dot)
  }

  private mutating func call(
    _ name: String, _ terms: [TemplateTerm], _ dot: TemplateValue, last: TemplateValue?
  ) throws(BuiltinError) -> TemplateValue {
    var arguments: [TemplateValue] = []
    for term in terms {
      let value = try evaluate(term, dot)
      arguments.append(value)
      // `and` and `or` look no further than they need.
      if name == "and", !value.isTrue { return value }
      if name == "or", value.isTrue { return value }
    }
    if let last { arguments.append(last) }
    return try TemplateFunctions.call(name, arguments, call)
  }

  private mutating func evaluate(_ term: TemplateTerm, _ dot: TemplateValue) throws(BuiltinError) -> TemplateValue {
    switch term {
    case .dot: return dot
    case .null: return .null
    case .literal(let value): return value
    case .function(let name): return try call(name, [], dot, last: nil)
    case .variable(let name):
      guard let found = variables.last(where: { $0.name == name }) else { throw bad("undefined variable: \(name)") }
      return found.value
    case .pipeline(let pipe): return try evaluate(pipe, dot)
    case .fields(let base, let names):
      var value = try base.map { term throws(BuiltinError) in try evaluate(term, dot) } ?? dot
      for name in names { value = try field(value, name) }
      return value
    }
  }

  private func field(_ value: TemplateValue, _ name: String) throws(BuiltinError) -> TemplateValue {
    switch value {
    case .document(let object) where object.has(.object): return TemplateValue(object.member(call.string(name)))
    case .missing, .null: throw bad("nil pointer evaluating interface {}.\(name)")
    default: throw bad("can't evaluate field \(name) in type \(String(decoding: value.printed, as: UTF8.self))")
    }
  }
}
