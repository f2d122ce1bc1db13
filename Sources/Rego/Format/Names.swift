internal import Basics

/// Which names can be written plainly.
enum Names {
  /// Words of Rego v1 that no rule or variable can have as its name.
  private static let keywords: Set<String> = [
    "as", "contains", "default", "else", "every", "false", "if", "import", "in", "not", "null", "package", "some",
    "true", "with",
  ]

  static func isKeyword(_ name: String) -> Bool { keywords.contains(name) }

  /// Whether `name` has the form of a variable.
  static func isName(_ name: String) -> Bool {
    guard let first = name.utf8.first, Lexer.isNameStart(first) else { return false }
    return name.utf8.allSatisfy(Lexer.isNamePart)
  }

  /// As a string literal, with JSON's escapes.
  static func quoted(_ text: String) -> String { JSONValue.string(text).text }
}
