extension CompiledPolicy {
  func place(of location: Location) -> RegoPlace {
    let sources = code.program.sources
    let index = Int(location.file)
    return RegoPlace(
      file: sources.indices.contains(index) ? sources[index] : "", row: Int(location.row), column: Int(location.column))
  }

  /// The text of the statement that begins at `location`, known for traced policies: to the end of its line, and on while
  /// brackets are open.
  func text(at location: Location) -> String {
    let index = Int(location.file)
    guard builder.texts.indices.contains(index) else { return "" }
    return StatementText(builder.texts[index]).text(at: Int(location.offset))
  }
}
