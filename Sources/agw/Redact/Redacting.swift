import ArgumentParser
import Basics
import Detection

struct Redacting: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "redact", abstract: "Edit secrets and personal data out of log lines: a filter for pipelines.",
    discussion: """
      EXAMPLES
        tail -F app.log | agw redact >> clean.log
        agw redact < records.jsonl > redacted.jsonl
        agw redact --class credential --class pii < app.log

      Reads lines from standard input and writes as many to standard output, in order. A JSON line stays valid JSON, any
      other line stays text; what was found becomes [REDACTED:TYPE]. A line that cannot be scanned whole is replaced by
      a note that says so. Exits 1 if there was one. As the filter of Fluent Bit, Vector or a shell pipe.
      """)

  @Option(name: .customLong("class"), help: "credential, pii or injection; give it again. Without it credential and pii.")
  var classes: [DetectionCategory] = []
  @Flag(help: "Say at the end on standard error how much was edited out.") var summary = false
  @OptionGroup var rules: RuleFiles

  func run() throws {
    let engine = try rules.engine()
    let wanted: Set<DetectionCategory> = classes.isEmpty ? [.credential, .pii] : Set(classes)
    var filter = LineFilter(engine, classes: wanted)
    while let chunk = Terminal.readChunk() { Terminal.write(filter.take(chunk)) }
    Terminal.write(filter.finish())
    if summary {
      for (type, count) in filter.counts.sorted(by: { $0.key < $1.key }) { Terminal.note("\(type) \(count)") }
    }
    if filter.withheld > 0 {
      Terminal.note("agw: \(filter.withheld) lines could not be scanned whole and were withheld")
      throw ExitCode(1)
    }
  }
}
