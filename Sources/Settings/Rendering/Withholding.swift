import Basics

/// Takes out of a rendered configuration what looks like a secret.
enum Withholding {
  static let mark = "[withheld]"

  static func applied(to value: JSONValue) -> JSONValue {
    switch value {
    case .object(let members):
      var shown = JSONObject()
      for (key, member) in members {
        if key == "command", case .array(let arguments) = member {
          shown[key] = .array(command(arguments))
        } else {
          shown[key] = applied(to: member)
        }
      }
      return .object(shown)
    case .array(let elements): return .array(elements.map(applied))
    case .string(let text): return .string(url(text))
    case .null, .bool, .number: return value
    }
  }

  /// The query of a URL is withheld: some services take a key there.
  private static func url(_ text: String) -> String {
    guard text.hasPrefix("http://") || text.hasPrefix("https://"), let query = text.firstIndex(of: "?") else {
      return text
    }
    return text[...query] + mark
  }

  /// `--api-key=x`, `TOKEN=x`, and the argument after `--password`.
  private static func command(_ arguments: [JSONValue]) -> [JSONValue] {
    var isNextSecret = false
    return arguments.map { argument in
      guard case .string(let text) = argument else { return argument }
      if isNextSecret {
        isNextSecret = false
        return .string(mark)
      }
      let name = text.prefix { $0 != "=" }
      let isSecret = LiteralSecret.isNamed(by: String(name.drop { $0 == "-" }))
      guard name.endIndex < text.endIndex else {
        isNextSecret = isSecret && text.hasPrefix("-")
        return .string(url(text))
      }
      return .string(isSecret ? "\(name)=\(mark)" : url(text))
    }
  }
}
