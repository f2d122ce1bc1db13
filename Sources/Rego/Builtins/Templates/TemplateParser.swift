/// Reads a template into nodes.
struct TemplateParser {
  private let bytes: [UInt8]
  private var position = 0
  private var lexer: TemplateLexer
  private var token = TemplateLexer.Token.end
  private var followsSpace = false
  private var trimsNext = false
  private var template = Template()
  private var depth = 0
  private var loops = 0

  init(_ bytes: [UInt8]) throws(BuiltinError) {
    guard bytes.count <= Template.sourceLimit else {
      throw .limit("the template is longer than \(Template.sourceLimit) bytes")
    }
    self.bytes = bytes
    lexer = TemplateLexer(bytes, at: 0)
  }

  mutating func parsed() throws(BuiltinError) -> Template {
    let (nodes, end) = try nodes()
    if !end.isEmpty { throw bad("unexpected {{\(end)}}") }
    template.body = nodes
    return template
  }

  private func bad(_ what: String) -> BuiltinError {
    let line = bytes[..<min(position, bytes.count)].count { $0 == 0x0A } + 1
    return .failed("template: template:\(line): \(what)")
  }

  // MARK: - Text and actions

  /// Nodes up to `{{end}}` or `{{else}}`, whose name is returned; the lexer then stands behind that word.
  private mutating func nodes() throws(BuiltinError) -> ([TemplateNode], String) {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Template.depthLimit else { throw .limit("the template nests more than \(Template.depthLimit) blocks") }
    var result: [TemplateNode] = []
    while position < bytes.count {
      var end = position
      while end < bytes.count, !(bytes[end] == UInt8(ascii: "{") && bytes[end...].starts(with: "{{".utf8)) { end += 1 }
      var text = bytes[position..<end]
      if trimsNext { text = text.drop(while: Self.isSpace) }
      trimsNext = false
      position = end
      if end < bytes.count, bytes[end...].starts(with: "{{-".utf8), end + 3 < bytes.count, Self.isSpace(bytes[end + 3]) {
        while let last = text.last, Self.isSpace(last) { text.removeLast() }
        position += 1
      }
      if !text.isEmpty { result.append(.text(Array(text))) }
      guard end < bytes.count else { break }
      position += 2
      if try skipComment() { continue }
      lexer = TemplateLexer(bytes, at: position)
      try advance()
      if case .word(let word) = token, word == "end" || word == "else" { return (result, word) }
      if let node = try action() { result.append(node) }
    }
    return (result, "")
  }

  private static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }

  private mutating func skipComment() throws(BuiltinError) -> Bool {
    var start = position
    while start < bytes.count, Self.isSpace(bytes[start]) { start += 1 }
    guard bytes[start...].starts(with: "/*".utf8) else { return false }
    var end = start + 2
    while end < bytes.count, !bytes[end...].starts(with: "*/".utf8) { end += 1 }
    guard end < bytes.count else { throw bad("unclosed comment") }
    end += 2
    while end < bytes.count, Self.isSpace(bytes[end]) { end += 1 }
    if bytes[end...].starts(with: "-}}".utf8) {
      trimsNext = true
      end += 1
    }
    guard bytes[min(end, bytes.count)...].starts(with: "}}".utf8) else { throw bad("comment ends before closing delimiter") }
    position = end + 2
    return true
  }

  private mutating func advance() throws(BuiltinError) {
    token = try lexer.next(&trimsNext)
    followsSpace = lexer.followsSpace
    position = lexer.position
  }

  private mutating func expectEnd() throws(BuiltinError) {
    guard token == .end else { throw bad("unexpected token in end of action") }
  }

  private mutating func action() throws(BuiltinError) -> TemplateNode? {
    guard case .word(let word) = token else { return .write(try pipeline()) }
    switch word {
    case "if", "with", "range":
      try advance()
      return try block(word)
    case "break", "continue":
      guard loops > 0 else { throw bad("{{\(word)}} outside {{range}}") }
      try advance()
      try expectEnd()
      return word == "break" ? .stop : .skip
    case "template":
      try advance()
      let name = try name()
      return .include(name, token == .end ? nil : try pipeline())
    case "define", "block":
      try advance()
      let name = try name()
      let argument = word == "block" ? try pipeline() : nil
      if word == "define" { try expectEnd() }
      let outer = loops
      loops = 0
      let (body, end) = try nodes()
      loops = outer
      guard end == "end" else { throw bad("unexpected end in \(word) clause") }
      try closeEnd()
      template.definitions[name] = body
      return word == "block" ? .include(name, argument) : nil
    default: return .write(try pipeline())
    }
  }

  private mutating func name() throws(BuiltinError) -> String {
    guard case .text(let bytes) = token else { throw bad("a template's name must be a quoted string") }
    try advance()
    return String(decoding: bytes, as: UTF8.self)
  }

  private mutating func closeEnd() throws(BuiltinError) {
    try advance()
    try expectEnd()
  }

  private mutating func block(_ word: String) throws(BuiltinError) -> TemplateNode {
    let pipe = try pipeline(inRange: word == "range")
    if word == "range" { loops += 1 }
    let (then, end) = try nodes()
    if word == "range" { loops -= 1 }
    var otherwise: [TemplateNode] = []
    if end == "else" {
      try advance()
      if case .word(let next) = token, next == word, word != "range" {
        // `{{else if …}}`: the inner block takes the `{{end}}`.
        try advance()
        depth += 1
        defer { depth -= 1 }
        otherwise = [try block(word)]
      } else {
        try expectEnd()
        let (nodes, last) = try nodes()
        guard last == "end" else { throw bad("expected end; found {{\(last)}}") }
        otherwise = nodes
        try closeEnd()
      }
    } else {
      guard end == "end" else { throw bad("unexpected EOF") }
      try closeEnd()
    }
    switch word {
    case "if": return .branch(pipe, then: then, otherwise: otherwise)
    case "range": return .loop(pipe, body: then, otherwise: otherwise)
    default: return .scope(pipe, then: then, otherwise: otherwise)
    }
  }

  // MARK: - Pipelines

  private mutating func pipeline(inRange: Bool = false, until end: TemplateLexer.Token = .end) throws(BuiltinError) -> TemplatePipeline {
    var pipe = TemplatePipeline()
    var firstTerm: TemplateTerm?
    if case .variable(let name) = token {
      try advance()
      switch token {
      case .declare, .assign:
        pipe.variables = [name]
        pipe.isDeclaration = token == .declare
        try advance()
      case .comma where inRange:
        try advance()
        guard case .variable(let second) = token else { throw bad("range can only initialize variables") }
        pipe.variables = [name, second]
        try advance()
        guard token == .declare || token == .assign else { throw bad("missing := in range") }
        pipe.isDeclaration = token == .declare
        try advance()
      default: firstTerm = try chain(.variable(name))
      }
    }
    var command: [TemplateTerm] = firstTerm.map { [$0] } ?? []
    while token != end {
      if token == .pipe {
        guard !command.isEmpty else { throw bad("missing value for command") }
        pipe.commands.append(command)
        command = []
        try advance()
        continue
      }
      guard token != .end, token != .close else { throw bad("unexpected token in operand") }
      command.append(try term())
    }
    guard !command.isEmpty else { throw bad("missing value for command") }
    pipe.commands.append(command)
    return pipe
  }

  private mutating func term() throws(BuiltinError) -> TemplateTerm {
    let current = token
    switch current {
    case .dot:
      try advance()
      return .dot
    case .field(let name):
      try advance()
      return try chain(.fields(nil, [name]))
    case .variable(let name):
      try advance()
      return try chain(.variable(name))
    case .text(let bytes):
      try advance()
      return .literal(.text(bytes))
    case .character(let value):
      try advance()
      return .literal(.integer(value))
    case .number(let bytes):
      try advance()
      return .literal(try number(bytes))
    case .word(let word):
      try advance()
      switch word {
      case "true": return .literal(.boolean(true))
      case "false": return .literal(.boolean(false))
      case "nil": return .null
      default:
        guard TemplateFunctions.names.contains(word) else { throw bad("function \"\(word)\" not defined") }
        return .function(word)
      }
    case .open:
      try advance()
      depth += 1
      defer { depth -= 1 }
      guard depth <= Template.depthLimit else { throw .limit("the template nests more than \(Template.depthLimit) blocks") }
      let inner = try pipeline(until: .close)
      try advance()
      return try chain(.pipeline(inner))
    default: throw bad("unexpected token in operand")
    }
  }

  private mutating func chain(_ base: TemplateTerm) throws(BuiltinError) -> TemplateTerm {
    var names: [String] = []
    while case .field(let name) = token, !followsSpace {
      names.append(name)
      try advance()
    }
    if names.isEmpty { return base }
    if case .fields(nil, let first) = base { return .fields(nil, first + names) }
    return .fields(base, names)
  }

  private func number(_ bytes: [UInt8]) throws(BuiltinError) -> TemplateValue {
    let text = String(decoding: bytes.filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
    if let integer = Int64(text) { return .integer(integer) }
    if text.hasPrefix("0x"), let integer = Int64(text.dropFirst(2), radix: 16) { return .integer(integer) }
    if text.hasPrefix("0b"), let integer = Int64(text.dropFirst(2), radix: 2) { return .integer(integer) }
    if text.hasPrefix("0o"), let integer = Int64(text.dropFirst(2), radix: 8) { return .integer(integer) }
    guard let float = Double(text), float.isFinite else { throw bad("bad number syntax: \"\(text)\"") }
    return .float(float)
  }
}
