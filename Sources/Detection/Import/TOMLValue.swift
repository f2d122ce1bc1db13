/// A value of a TOML document, as far as rule files need one: dates are texts.
enum TOMLValue: Hashable {
  case text(String)
  case number(Double)
  case flag(Bool)
  case list([TOMLValue])
  case table([String: TOMLValue])

  var text: String? { if case .text(let text) = self { text } else { nil } }
  var number: Double? { if case .number(let number) = self { number } else { nil } }
  var list: [TOMLValue]? { if case .list(let list) = self { list } else { nil } }

  subscript(key: String) -> TOMLValue? { if case .table(let members) = self { members[key] } else { nil } }

  /// The texts of a list; a single text counts as a list of one.
  var texts: [String] { list?.compactMap(\.text) ?? text.map { [$0] } ?? [] }
}
