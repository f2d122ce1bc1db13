import ArgumentParser
import Basics

/// How records are printed: a table for people, one JSON document a line for programs.
struct Output: ParsableArguments {
  @Option(help: "table or json; without it a table on a terminal, json into a pipe.")
  var format: OutputFormat?

  var isJSON: Bool { format.map { $0 == .json } ?? !Terminal.isOutput }

  /// Prints a list; `empty` is what people read if there is nothing in it.
  func list(_ records: [JSONValue], _ columns: [Column], empty: String) {
    if isJSON { return records.forEach(Terminal.print) }
    guard !records.isEmpty else { return Terminal.note(empty) }
    var table = Table(columns.map(\.title))
    for record in records { table.add(columns.map { $0.text(of: record) }) }
    Terminal.print(table.text)
  }

  /// Prints one record: each member on a line of its own, those without a value left out.
  func show(_ record: JSONValue) {
    if isJSON { return Terminal.print(record) }
    let members = (record.objectValue ?? JSONObject()).filter { $0.value != .null && $0.value != .array([]) }
    let width = members.map(\.key.count).max() ?? 0
    for (key, value) in members {
      let name = key.replacing("_", with: " ")
      Terminal.print(name + String(repeating: " ", count: width - name.count + 2) + Table.visible(Column.text(value)))
    }
  }
}
