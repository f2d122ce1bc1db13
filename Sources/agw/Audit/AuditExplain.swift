import ArgumentParser
import Audit
import AuditIndex
import Basics
import Settings

struct AuditExplain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Tell the story of one call: who, what, what each layer did, how it ended.",
    discussion: """
      EXAMPLE
        agw audit explain 0192f6c8-5a3e-7d41-9b0f-3c2a1e4d5b6f
      """)

  @Argument(help: "Decision ID, as X-Precinct-Decision-Id or a denial gives it.")
  var id: String

  @OptionGroup var readers: ReaderOptions
  @OptionGroup var log: LogSource
  @OptionGroup var output: VerdictOutput

  func run() throws {
    var filter = AuditFilter()
    filter.decisionID = id
    var reader = readers.reader(try log.files.load().configuration)
    let lines = try EntryFinder(try log.resolved()).lines(AuditQuery(filter)).map { reader.shown($0) }
    guard !lines.isEmpty else { throw CommandFailure("the log has no entry of the decision \(id)") }
    switch output.format {
    case .table: Terminal.print(AuditReport.story(lines))
    case .json: lines.forEach { Terminal.print(line: $0) }
    }
  }
}
