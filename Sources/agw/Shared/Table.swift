/// A table for people: columns as wide as their widest cell, two spaces between.
struct Table {
  private let titles: [String]
  private var rows: [[String]] = []

  init(_ titles: [String]) { self.titles = titles }

  mutating func add(_ cells: [String]) { rows.append(cells.map { Self.visible($0) }) }

  var text: String {
    let all = [titles] + rows
    let widths = titles.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    return all.map { row in
      let cells = zip(row, widths).map { cell, width in cell + String(repeating: " ", count: width - cell.count) }
      let line = cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n")
  }

  /// `text` without anything that could move the cursor or colour the terminal: records hold what callers sent.
  static func visible(_ text: String, keepingLines: Bool = false) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if keepingLines, scalar == "\n" {
        scalars.append(scalar)
        continue
      }
      let isControl = scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format
      scalars.append(isControl ? "\u{FFFD}" : scalar)
    }
    return String(scalars)
  }
}
