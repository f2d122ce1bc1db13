/// Terms in Rego's own notation on one line, for messages.
extension Term {
  var text: String {
    switch kind {
    case .null: "null"
    case .boolean(let value): value ? "true" : "false"
    case .number(let text): text
    case .string(let text): Term.quoted(text)
    case .variable(let variable): variable.name
    case .reference(let head, let path): head.text + path.map(\.pathText).joined()
    case .array(let terms): "[" + Term.list(terms) + "]"
    case .set(let terms): terms.isEmpty ? "set()" : "{" + Term.list(terms) + "}"
    case .object(let members):
      "{" + members.map { $0.key.text + ": " + $0.value.text }.joined(separator: ", ") + "}"
    case .arrayComprehension(let head, _): "[" + head.text + " | …]"
    case .setComprehension(let head, _): "{" + head.text + " | …}"
    case .objectComprehension(let key, let value, _): "{" + key.text + ": " + value.text + " | …}"
    case .call(let callee, let arguments): callee.name + "(" + Term.list(arguments) + ")"
    case .template: "$\"…\""
    }
  }

  private static func list(_ terms: [Term]) -> String { terms.map(\.text).joined(separator: ", ") }

  static func quoted(_ text: String) -> String {
    var bytes: [UInt8] = []
    Value.appendQuoted(text, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// As an element of a reference: `.a`, `["a b"]`, `[x]`.
  var pathText: String {
    guard let name = isString else { return "[" + text + "]" }
    let isName = Lexer.isNameStart(name.utf8.first ?? 0) && name.utf8.allSatisfy(Lexer.isNamePart)
    return isName ? "." + name : "[" + Term.quoted(name) + "]"
  }

  /// Nothing in it depends on a variable.
  var isGround: Bool {
    switch kind {
    case .null, .boolean, .number, .string: true
    case .array(let terms), .set(let terms): terms.allSatisfy(\.isGround)
    case .object(let members): members.allSatisfy { $0.key.isGround && $0.value.isGround }
    default: false
    }
  }
}
