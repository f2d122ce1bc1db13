import Basics

/// One column of a table: its title, and the member of a record that it shows.
struct Column {
  let title: String
  let key: String

  init(_ title: String, _ key: String) {
    self.title = title
    self.key = key
  }

  func text(of record: JSONValue) -> String { record[key].map(Self.text) ?? "-" }

  static func text(_ value: JSONValue) -> String {
    switch value {
    case .null: "-"
    case .bool(let value): value ? "yes" : "no"
    case .number(let number): number.text
    case .string(let text): text.isEmpty ? "-" : text
    case .array(let values): values.isEmpty ? "-" : values.map(text).joined(separator: ", ")
    case .object: value.text
    }
  }
}
