/// A table for people: columns as wide as their widest cell, two spaces between.
struct TextTable {
  private let titles: [String]
  private var rows: [[String]] = []

  init(_ titles: [String]) {
    self.titles = titles
  }

  mutating func add(_ cells: [String]) {
    rows.append(cells.map { Self.shortened(PlainText.visible($0)) })
  }

  var text: String {
    let all = [titles] + rows
    let widths = titles.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    return all.map { row in
      var line = ""
      for (cell, width) in zip(row, widths) {
        line += cell + String(repeating: " ", count: width - cell.count + 2)
      }
      while line.utf8.last == 0x20 { line.removeLast() }
      return line + "\n"
    }.joined()
  }

  private static func shortened(_ text: String) -> String {
    text.count <= AuditReport.cellCharactersMax ? text : text.prefix(AuditReport.cellCharactersMax - 1) + "…"
  }
}
