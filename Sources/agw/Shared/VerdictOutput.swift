import ArgumentParser
import Basics

/// How a verdict is printed: words, also into a pipe, unless JSON is asked for.
struct VerdictOutput: ParsableArguments {
  @Option(help: "table (words) or json.")
  var format = OutputFormat.table

  func show(_ text: String, _ document: @autoclosure () -> JSONValue) {
    switch format {
    case .table: Terminal.print(text)
    case .json: Terminal.print(document())
    }
  }
}
