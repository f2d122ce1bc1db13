import Testing

@Suite("Sizes")
struct SizeTests {
  static let fileLinesMax = 600
  static let testFileLinesMax = 800
  static let functionLinesMax = 70
  static let testFunctionLinesMax = 120
  static let lineColumnsMax = 140
  /// A row of a table of cases is one line.
  static let testLineColumnsMax = 210
  /// The middle file of the sources, in lines: small files of one type each.
  static let medianLinesMax = 130

  /// Files that may be longer, with the reason.
  static let longFiles: [String: String] = [:]

  /// Files whose functions may be longer, with the reason.
  static let longFunctions: [String: String] = [
    "Sources/Rego/Evaluation/Machine+Run.swift": "One switch over every operation: cut up, the machine is harder to read."
  ]

  static var written: [SourceFile] { SourceTree.package.sources.filter { !$0.isGenerated } }

  @Test func filesAreShort() {
    var found: [String] = []
    for file in Self.written where Self.longFiles[file.path] == nil {
      let most = file.isTest ? Self.testFileLinesMax : Self.fileLinesMax
      if file.lines.count > most { found.append("\(file.path): \(file.lines.count) lines, \(most) allowed") }
    }
    expectNone(found)
  }

  @Test func functionsAreShort() {
    var found: [String] = []
    for file in Self.written where Self.longFunctions[file.path] == nil {
      let most = file.isTest ? Self.testFunctionLinesMax : Self.functionLinesMax
      for function in file.functions where function.lines > most {
        found.append(file.note(function.firstLine, "a function of \(function.lines) lines, \(most) allowed"))
      }
    }
    expectNone(found)
  }

  /// In tests more is allowed, and only the code counts: what a string holds may need its length.
  @Test func linesAreShort() {
    var found: [String] = []
    for file in Self.written {
      for (number, line) in (file.isTest ? file.codeLines : file.lines).enumerated() {
        let columns = Self.columns(of: line)
        let most = file.isTest ? Self.testLineColumnsMax : Self.lineColumnsMax
        if columns > most { found.append(file.note(number, "\(columns) columns, \(most) allowed")) }
      }
    }
    expectNone(found)
  }

  @Test func theMiddleFileIsSmall() {
    let lengths = Self.written.filter { !$0.isTest }.map(\.lines.count).sorted()
    let median = lengths.isEmpty ? 0 : lengths[lengths.count / 2]
    print("Sources: \(lengths.count) files, \(lengths.reduce(0, +)) lines, median \(median), longest \(lengths.last ?? 0)")
    #expect(median <= Self.medianLinesMax)
  }

  /// Columns without the blanks at the end.
  static func columns(of line: String) -> Int {
    var scalars = line.unicodeScalars[...]
    while scalars.last == " " { scalars.removeLast() }
    return scalars.count
  }
}
